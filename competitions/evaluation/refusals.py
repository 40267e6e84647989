"""Refusals of evaluation, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.evaluation import formal
from core.workflow.refusal import Refusal


class IncompleteFormalCheck(Refusal):
    """Some questions have no answer, or a "no" without its reason."""

    code = "incomplete-formal-check"

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.questions = [formal.BY_CODE[code].text for code in codes]

    @property
    def sentences(self) -> list[str]:
        return [
            _("Odpowiedz na pytanie, a przy odpowiedzi „nie” podaj powód: %(question)s.") % {"question": question}
            for question in self.questions
        ]


class IncompleteCard(Refusal):
    """Some criteria have no points within the scale, or no justification."""

    code = "incomplete-card"

    def __init__(self, criteria: Sequence[str]) -> None:
        super().__init__(", ".join(criteria))
        self.criteria = list(criteria)

    @property
    def sentences(self) -> list[str]:
        return [
            _("Kryterium „%(name)s”: podaj punkty w skali i uzasadnienie (art. 15 ust. 1, ust. 2i).") % {"name": name}
            for name in self.criteria
        ]


class AlreadyAppointed(Refusal):
    """The competition has a panel already."""

    code = "already-appointed"

    @property
    def sentences(self) -> list[str]:
        return [_("Komisja tego konkursu jest już powołana w innym składzie albo inną uchwałą (art. 15 ust. 2a).")]


class AlreadyDeclared(Refusal):
    """A declaration of impartiality is made once."""

    code = "already-declared"

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Deklaracja bezstronności jest już złożona i nie można jej zmienić (art. 15 ust. 2f; KPA art. 24). "
                "Nową okoliczność zgłoś przewodniczącemu komisji."
            )
        ]


class NotReady(Refusal):
    """An earlier step is not finished for some offers."""

    code = "not-ready"

    def __init__(self, step: str, count: int) -> None:
        super().__init__(f"{step}: {count}")
        self.step, self.count = step, count

    @property
    def sentences(self) -> list[str]:
        if self.step == "formal":
            text = ngettext(
                "%(n)d oferta czeka jeszcze na ocenę formalną albo na potwierdzenie.",
                "%(n)d ofert czeka jeszcze na ocenę formalną albo na potwierdzenie.",
                self.count,
            )
        elif self.step == "cards":
            text = ngettext(
                "%(n)d oferta nie ma jeszcze dwóch złożonych kart oceny.",
                "%(n)d ofert nie ma jeszcze dwóch złożonych kart oceny.",
                self.count,
            )
        elif self.step == "late":
            text = _(
                "Komisja zaopiniowała już tę ofertę albo organizacja ją wycofała, więc karta nie może być złożona."
            )
        else:
            text = _("Ekspertowi można przydzielić tylko ofertę poprawną formalnie, w trakcie oceny merytorycznej.")
        return [text % {"n": self.count}]
