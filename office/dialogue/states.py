"""The life cycles of a sitting of the council and of what it adopted."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move

OFFICE = "obsługa rady"


class State(TextChoices):
    PLANNED = "planned", _("zaplanowane")
    HELD = "done", _("odbyło się")
    CANCELLED = "cancelled", _("odwołane")


SITTING = Machine(
    "council_sitting",
    State,
    move("hold_council", State.PLANNED, State.HELD, "Wpisz obecność", "Wpisano obecność na posiedzeniu", turn=OFFICE),
    move("cancel_council", State.PLANNED, State.CANCELLED, "Odwołaj posiedzenie", "Odwołano posiedzenie", turn=OFFICE),
)


class PositionState(TextChoices):
    ADOPTED = "adopted", _("przyjęte")
    SENT = "sent", _("wysłane, czeka na odpowiedź")
    ANSWERED = "done", _("z odpowiedzią")


POSITION = Machine(
    "council_position",
    PositionState,
    move("send_position", PositionState.ADOPTED, PositionState.SENT, "Wyślij", "Wysłano do adresata", turn=OFFICE),
    move(
        "answer_position",
        PositionState.SENT,
        PositionState.ANSWERED,
        "Wpisz odpowiedź",
        "Wpisano odpowiedź adresata",
        turn=OFFICE,
    ),
)
