"""The life cycle of an agreement."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    PREPARED = "prepared", _("przygotowana do podpisu")
    SIGNED = "signed", _("podpisana")
    PAID = "paid", _("dotacja wypłacona")
    SETTLED = "settled", _("rozliczona")


MACHINE = Machine(
    "agreement",
    State,
    move(
        "sign",
        State.PREPARED,
        State.SIGNED,
        "Odnotuj podpisanie",
        "Podpisano umowę",
        "art. 16 ust. 2",
        turn="strony umowy",
    ),
    move(
        "pay",
        State.SIGNED,
        State.PAID,
        "Odnotuj wypłatę",
        "Wypłacono dotację",
        "ufp art. 221 ust. 3 pkt 2",
        turn="urząd",
    ),
    move("settle", State.PAID, State.SETTLED, "Rozlicz dotację", "Rozliczono dotację", "art. 18", turn="urząd"),
)
