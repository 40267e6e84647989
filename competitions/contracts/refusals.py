"""Refusals of contracts with experts, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class NotBilled(Sentence):
    """There is nothing to pay for, or more than the contract allows."""

    code = "not-billed"


class NotContracted(Sentence):
    """The contract's days or number make no sense."""

    code = "not-contracted"


class NotYet(Sentence):
    """What is recorded as done bears a day that has not come."""

    code = "not-yet"

    def __init__(self, field: str) -> None:
        super().__init__(_("Ta data jeszcze nie nadeszła. Wpisz dzień, w którym to się stało."))
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]
