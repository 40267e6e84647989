"""Refusals over papers, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class NotDone(Refusal):
    """The verb makes no sense now; `str()` says why and what to do. `field` is the form field it belongs to."""

    code = "not-done"

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, str(self))]


class AlreadyDecided(NotDone):
    """Somebody decided the proposal before."""

    code = "already-decided"

    def __init__(self) -> None:
        super().__init__(_("Ktoś rozpatrzył tę propozycję chwilę wcześniej. Odśwież stronę, aby zobaczyć decyzję."))
