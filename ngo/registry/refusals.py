"""Refusals of the register, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal, Sentence
from ngo.registry.models import Organisation


class AlreadyKnown(Refusal):
    """An organisation with one of these numbers is in the register: one asks to act for it, not for a second record."""

    code = "already-known"

    def __init__(self, organisation: Organisation, field: str) -> None:
        super().__init__(field)
        self.organisation, self.field = organisation, field

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Ten numer ma już w bazie organizacja „%(name)s”. Nie zakładaj jej drugi raz: otwórz jej stronę i poproś "
                "o dostęp, a pracownik urzędu potwierdzi, że ją reprezentujesz."
            )
            % {"name": self.organisation.name}
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentences[0])]


class LastSignatory(Sentence):
    """Nobody could sign for the organisation any more, and that was not said aloud."""

    code = "last-signatory"

    def __init__(self) -> None:
        super().__init__(
            _(
                "To ostatnia osoba, która podpisuje w imieniu tej organizacji. Bez niej nikt nie wycofa oferty ani nie "
                "zaprosi innych, dopóki urząd nie nada tej roli komuś na podstawie dokumentu. Najpierw zaproś następcę "
                "albo zaznacz, że wiesz, co się stanie."
            )
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("leaves_nobody", self.sentence)]


class NoLongerActs(Sentence):
    """The role in which the person acted was taken away a moment before."""

    code = "no-longer-acts"

    def __init__(self) -> None:
        super().__init__(
            _("Twoja rola w tej organizacji została chwilę wcześniej odebrana albo zmieniona, więc nic nie zmieniono.")
        )


class NoBasis(Sentence):
    """Who takes an organisation over names the document that lets them."""

    code = "no-basis"

    def __init__(self) -> None:
        super().__init__(
            _(
                "W imieniu tej organizacji nikt już nie podpisuje, więc potrzebny jest dokument: podaj, z czego wynika "
                "Twoje prawo do działania, na przykład odpis KRS z datą albo uchwałę z numerem."
            )
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("basis", self.sentence)]


class Locked(Refusal):
    """The field is told by a register or was confirmed by staff, so the organisation does not change it itself."""

    code = "locked"

    def __init__(self, labels: list[str]) -> None:
        super().__init__(", ".join(labels))

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Tych danych organizacja nie zmienia sama, bo pochodzą z rejestru albo potwierdził je urząd: %(labels)s. "
                "Napisz do urzędu, co się zmieniło, i dołącz odpis."
            )
            % {"labels": self}
        ]


class BadColumns(Refusal):
    """What was chosen for the columns of a file tells no organisations apart; `str()` is the Polish sentence."""

    code = "bad-columns"
    status = 400


class Decided(Refusal):
    """The file that was looked at was ordered to be imported, or was imported, meanwhile."""

    code = "decided"

    @property
    def sentences(self) -> list[str]:
        return [_("Ten plik zlecono już do wczytania. Otwórz jego stronę, aby zobaczyć wynik.")]


class NotDone(Refusal):
    """An import that did not go in has nothing to take back."""

    code = "not-done"

    @property
    def sentences(self) -> list[str]:
        return [_("Ten plik nie został wczytany, więc nie ma czego cofać.")]


class Overtaken(Sentence):
    """An import was gone on with by somebody else, or ended, while its next rows were being read."""

    code = "overtaken"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ten plik wczytuje właśnie ktoś inny albo wczytywanie zatrzymano, aby je cofnąć. Wiersze, które już weszły, "
                "zostały w bazie; ile ich jest, pokazuje strona wczytania."
            )
        )
