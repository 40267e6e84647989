"""Refusals of the other databases, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data_godzina
from core.workflow.refusal import Refusal


class SameInstitution(Refusal):
    """An institution of this kind and name is in the database, so a second entry would part its history."""

    code = "same-institution"

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Ta instytucja jest już w bazie: ten sam rodzaj, nazwa i miejscowość. Znajdź ją na liście (także wśród "
                "zamkniętych) i zmień jej dane."
            )
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("name", self.sentences[0])]


class ClosesTooEarly(Refusal):
    """The day of closing lies before the day since when the institution works."""

    code = "closes-too-early"

    @property
    def sentences(self) -> list[str]:
        return [_("Dzień zamknięcia jest wcześniejszy niż dzień, od którego instytucja działa. Popraw jeden z nich.")]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("closed_on", self.sentences[0])]


class SameList(Refusal):
    """An open list has this name: two of one name would be taken for each other."""

    code = "same-list"

    @property
    def sentences(self) -> list[str]:
        return [_("Jest już otwarta lista o tej nazwie. Użyj jej albo nadaj nowej inną nazwę.")]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("name", self.sentences[0])]


class ClosedList(Refusal):
    """The list is closed: nothing is added to it and nothing is sent to it."""

    code = "closed-list"

    @property
    def sentences(self) -> list[str]:
        return [_("Ta lista jest zamknięta. Załóż nową, a zgody zbierz do niej od nowa, bo cel może być inny.")]


class AlreadyOnList(Refusal):
    """The address is on the list."""

    code = "already-on-list"

    @property
    def sentences(self) -> list[str]:
        return [_("Ten adres jest już na tej liście. Jeżeli zmieniła się podstawa, najpierw go wycofaj.")]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("email", self.sentences[0])]


class OptedOut(Refusal):
    """The address opted out, and the basis given is not a later consent (RODO art. 7 ust. 3, art. 21 ust. 1)."""

    code = "opted-out"

    def __init__(self, left_at: datetime) -> None:
        super().__init__("the address opted out")
        self.left_at = left_at

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Z tego adresu zrezygnowano z listów (%(when)s). Można go wpisać tylko na podstawie nowej zgody, "
                "wyrażonej w późniejszym dniu (art. 7 ust. 3 i art. 21 RODO)."
            )
            % {"when": data_godzina(self.left_at)}
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("email", self.sentences[0])]
