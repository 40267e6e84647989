"""Refusals of papers to sign, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class NotSignable(Sentence):
    """The paper cannot go this way, or a day cannot be right."""

    code = "not-signable"

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


def due_passed() -> NotSignable:
    return NotSignable(_("Ten dzień już minął. Podaj dzień, do którego podpis jest jeszcze potrzebny."), "due_on")


def not_in_office() -> NotSignable:
    return NotSignable(_("Ta osoba nie jest dziś członkiem zarządu. Wybierz inną."), "signatory")


def lacking(points: Sequence[str]) -> NotSignable:
    return NotSignable(
        _("Dokumentu nie można przekazać do podpisu, bo brakuje: %(points)s. Zwróć go komórce z powodem.")
        % {"points": "; ".join(points)}
    )


def not_looked_at() -> NotSignable:
    return NotSignable(_("Zaznacz przy każdym punkcie, co znaleziono."))


def wrong_day() -> NotSignable:
    return NotSignable(
        _("Podpis nie może być wcześniejszy niż przekazanie dokumentu ani późniejszy niż dziś."), "signed_on"
    )
