"""The life cycles of a contract with an expert and of its bills."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    PREPARED = "prepared", _("do podpisu")
    SIGNED = "signed", _("podpisana")
    ENDED = "ended", _("zakończona")


CONTRACT = Machine(
    "contract",
    State,
    move(
        "sign_contract",
        State.PREPARED,
        State.SIGNED,
        "Odnotuj podpisanie umowy",
        "Podpisano umowę z ekspertem",
        turn="urząd",
    ),
    move(
        "end_contract",
        {State.PREPARED, State.SIGNED},
        State.ENDED,
        "Zakończ umowę",
        "Zakończono umowę z ekspertem",
        turn="urząd",
    ),
)


class BillState(TextChoices):
    ISSUED = "issued", _("do wypłaty")
    PAID = "paid", _("wypłacony")


BILL = Machine(
    "bill",
    BillState,
    move("pay_bill", BillState.ISSUED, BillState.PAID, "Odnotuj wypłatę", "Wypłacono rachunek eksperta", turn="urząd"),
)
