"""Refusals of the registers, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class WrongEntry(Refusal):
    """The register does not take these values; each sentence belongs to a field."""

    code = "wrong-entry"
    status = 400

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(code for code, _text in found))
        self.found = list(found)

    @property
    def sentences(self) -> list[str]:
        return [text for _code, text in self.found]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return self.found


class StaleEntry(Refusal):
    """Somebody else changed the entry since the form was opened."""

    code = "stale-entry"

    @property
    def sentences(self) -> list[str]:
        return [_("Ktoś inny zmienił ten wpis, odkąd otwarto formularz. Otwórz wpis jeszcze raz i wpisz swoją zmianę.")]


class CancelledEntry(Refusal):
    """A cancelled entry does not change."""

    code = "cancelled-entry"

    @property
    def sentences(self) -> list[str]:
        return [_("Ten wpis unieważniono, więc już się go nie zmienia. Numer zostaje w rejestrze.")]
