"""Why a person is not forgotten."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class Bound(Refusal):
    """Something in case files relies on the person."""

    code = "bound"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)

    @property
    def sentences(self) -> list[str]:
        return [_("Tych danych nie wolno teraz usunąć (RODO art. 17 ust. 3):"), *self.reasons]


class Decided(Refusal):
    """The request has its answer."""

    code = "decided"

    @property
    def sentences(self) -> list[str]:
        return [_("Na ten wniosek już odpowiedziano. Odśwież stronę, aby zobaczyć odpowiedź.")]
