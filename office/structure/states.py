"""The life cycle of a planned change of a unit."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    PLANNED = "planned", _("zaplanowana")
    DONE = "done", _("wykonana")
    CALLED_OFF = "called_off", _("odwołana")


MACHINE = Machine(
    "reorganisation",
    State,
    move(
        "carry_out_reorganisation",
        State.PLANNED,
        State.DONE,
        "Wykonaj zmianę komórki",
        "Wykonano zmianę komórki",
        turn="zegar",
    ),
    move(
        "call_off_reorganisation",
        State.PLANNED,
        State.CALLED_OFF,
        "Odwołaj zmianę komórki",
        "Odwołano zmianę komórki",
        turn="urząd",
    ),
)
