"""Refusals of evaluation, in words."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.calls.states import State as CompetitionState
from competitions.evaluation import formal
from core.web.templatetags.polish import bez_zer, data_godzina, zloty
from core.workflow.refusal import Refusal, Sentence


class CompetitionOver(Sentence):
    """The competition ended without a choice, so its offers are assessed no more."""

    code = "competition-over"

    def __init__(self, state: CompetitionState) -> None:
        super().__init__(
            _("Konkurs jest %(state)s, więc jego ofert już się nie ocenia. Zostają w systemie do wglądu.")
            % {"state": state.label}
        )


class IncompleteFormalCheck(Refusal):
    """Some questions have no answer, or a "no" without its reason."""

    code = "incomplete-formal-check"

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.questions = [formal.BY_CODE[code].text for code in codes]

    @property
    def sentences(self) -> list[str]:
        return [
            _("Odpowiedz na pytanie; przy odpowiedzi „nie” albo innej, niż wynika z danych, podaj powód: %(question)s.")
            % {"question": question}
            for question in self.questions
        ]


class NotProposable(Sentence):
    """The proposal does not follow from the answers."""

    code = "not-proposable"


def must_accept() -> NotProposable:
    return NotProposable(_("Na karcie nie ma odpowiedzi „nie”, więc ofertę można tylko uznać za poprawną."))


def must_reject() -> NotProposable:
    return NotProposable(
        _(
            "Odpowiedź „nie” dotyczy czegoś, czego nie można uzupełnić albo czego już nie poprawiono, "
            "więc ofertę można tylko odrzucić."
        )
    )


def must_not_accept() -> NotProposable:
    return NotProposable(_("Na karcie jest odpowiedź „nie”: wezwij organizację do uzupełnienia albo odrzuć ofertę."))


class SameEyes(Sentence):
    """The card is approved by another person than the one who filled it."""

    code = "same-eyes"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tę kartę wypełniła ta sama osoba. Według ustawień konkursu ocenę formalną zatwierdza druga osoba: "
                "poproś kogoś z urzędu."
            )
        )


class NotToCheck(Sentence):
    """The offer waits for somebody else: its organisation or the registry office."""

    code = "not-to-check"


def correction_runs(due: datetime) -> NotToCheck:
    return NotToCheck(
        _("Organizacja może uzupełnić ofertę do %(due)s. Oceń ją, gdy złoży uzupełnienie albo gdy termin minie.")
        % {"due": data_godzina(due)}
    )


def confirmation_awaited() -> NotToCheck:
    return NotToCheck(
        _("Uzupełniona oferta wymaga nowego potwierdzenia. Oceń ją, gdy potwierdzenie wpłynie albo minie jego termin.")
    )


def card_outdated() -> NotToCheck:
    return NotToCheck(
        _("Karta dotyczy wcześniejszej wersji oferty: organizacja złożyła już następną. Wypełnij kartę jeszcze raz.")
    )


class NotAlike(Sentence):
    """The card of an offer cannot be filled together with others: somebody has to look at it by itself."""

    code = "not-alike"


def found_faults(codes: Sequence[str]) -> NotAlike:
    told = ", ".join(formal.BY_CODE[code].text for code in codes)
    return NotAlike(_("Z danych wynika „nie”: %(questions)s. Oceń tę ofertę osobno.") % {"questions": told})


def left_to_a_person(codes: Sequence[str]) -> NotAlike:
    told = ", ".join(formal.BY_CODE[code].text for code in codes)
    return NotAlike(_("Brakuje odpowiedzi, której system nie zna: %(questions)s.") % {"questions": told})


def has_its_card() -> NotAlike:
    return NotAlike(_("Karta tej oferty jest już wypełniona albo zwrócona do poprawy. Popraw ją osobno."))


def was_corrected() -> NotAlike:
    return NotAlike(_("Organizacja była wzywana do uzupełnienia tej oferty. Oceń ją osobno."))


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


class AmountTooHigh(Sentence):
    """The expert proposes more than was requested less what they question."""

    code = "amount-too-high"

    def __init__(self, most: Decimal) -> None:
        super().__init__(
            _(
                "Proponowana dotacja może wynosić najwyżej %(most)s: tyle zostaje z wnioskowanej kwoty po odjęciu "
                "zakwestionowanych kosztów. Zmniejsz ją albo zmień zakwestionowane koszty."
            )
            % {"most": zloty(most)}
        )


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
                "%(n)d oferta nie ma jeszcze wszystkich złożonych kart oceny.",
                "%(n)d ofert nie ma jeszcze wszystkich złożonych kart oceny.",
                self.count,
            )
        elif self.step == "late":
            text = _(
                "Komisja zaopiniowała już tę ofertę albo organizacja ją wycofała, więc karta nie może być złożona."
            )
        else:
            text = _("Ekspertowi można przydzielić tylko ofertę poprawną formalnie, w trakcie oceny merytorycznej.")
        return [text % {"n": self.count}]


class Tied(Refusal):
    """The expert is tied to an organisation that takes part in the offer."""

    code = "tied"

    def __init__(self, expert: str, paths: Sequence[str]) -> None:
        super().__init__(expert)
        self.expert, self.paths = expert, list(paths)

    @property
    def sentences(self) -> list[str]:
        return [
            _("%(expert)s nie może dostać tej oferty: konflikt interesów.") % {"expert": self.expert},
            *self.paths,
            _("Wybierz innego eksperta. Jeżeli dane są błędne, popraw powiązania eksperta albo dane organizacji."),
        ]

    @property
    def basis(self) -> list[str]:
        return ["KPA art. 24"]


class InDoubt(Refusal):
    """A link is only possible, or could not be ruled out: who may decides it, with a reason."""

    code = "in-doubt"

    def __init__(self, expert: str, word: str, reasons: Sequence[str], *, for_head: bool = False) -> None:
        super().__init__(expert)
        self.expert, self.word, self.reasons, self.for_head = expert, word, list(reasons), for_head

    @property
    def sentences(self) -> list[str]:
        rule = (
            _("Według ustawień urzędu w razie wątpliwości eksperta wybiera kierownik.")
            if self.for_head
            else _("Napisz, dlaczego mimo to dajesz mu ofertę: powód zostaje w księdze zdarzeń.")
        )
        return [f"{self.expert}: {self.word}.", *(f"{each.rstrip('.')}." for each in self.reasons), rule]


class BadPlan(Refusal):
    """A plan of who evaluates what cannot be asked for, or changed, like this."""

    code = "bad-plan"

    def __init__(self, *sentences: str) -> None:
        super().__init__(sentences[0])
        self.told = list(sentences)

    @property
    def sentences(self) -> list[str]:
        return self.told


def doubt_without_reason() -> BadPlan:
    return BadPlan(_("Napisz, dlaczego eksperci mają dostać oferty mimo wątpliwości: powód zostaje w księdze zdarzeń."))


def card_before_pairs() -> BadPlan:
    return BadPlan(
        _(
            "Zasada „ta sama para tylko raz” działa, gdy w konkursie nie ma jeszcze kart: "
            "pary, które już się spotkały, nie da się rozdzielić. Odznacz ją."
        )
    )


def outdated_plan() -> BadPlan:
    return BadPlan(_("Ktoś zmienił ten przydział chwilę wcześniej. Odśwież stronę i spróbuj jeszcze raz."))


def bad_change(rules: Sequence[str]) -> BadPlan:
    return BadPlan(_("Tej zmiany nie można wprowadzić, bo łamie zasady:"), *(f"{each}." for each in rules))


class NotToDecide(Sentence):
    """The panel may not decide this of the offer, or not so."""

    code = "not-to-decide"


def work_ended() -> NotToDecide:
    return NotToDecide(_("Komisja zakończyła prace i zamknęła protokół, więc niczego w nim już nie zmieni."))


def of_another_panel() -> NotToDecide:
    return NotToDecide(_("Ta oferta jest z innego konkursu niż komisja."))


def no_reason() -> NotToDecide:
    return NotToDecide(
        _("Podaj uzasadnienie: zmiana punktów albo kwoty bez powodu nie jest możliwa (art. 15 ust. 2i).")
    )


def out_of_range(most: Decimal, *, points: bool) -> NotToDecide:
    limit = _("%(most)s pkt") % {"most": bez_zer(most)} if points else zloty(most)
    return NotToDecide(_("Nowa wartość musi wynosić od 0 do %(limit)s.") % {"limit": limit})


def nothing_changed() -> NotToDecide:
    return NotToDecide(_("Nowa wartość jest taka sama jak dotychczasowa, więc nie ma nad czym głosować."))


def may_not_vote() -> NotToDecide:
    return NotToDecide(
        _(
            "Głosują tylko członkowie komisji, którzy złożyli deklarację i nie są wyłączeni od tej oferty "
            "(art. 15 ust. 2f; KPA art. 24)."
        )
    )
