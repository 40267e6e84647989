"""The life cycle of a case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move

BASIS = "instrukcja kancelaryjna, Dz.U. 2011 nr 14 poz. 67"


class State(TextChoices):
    OPEN = "open", _("w toku")
    CLOSED = "closed", _("zakończona")
    CANCELLED = "cancelled", _("numer anulowany")


MACHINE = Machine(
    "case",
    State,
    move("close", State.OPEN, State.CLOSED, "Zakończ sprawę", "Zakończono sprawę", BASIS, turn="urząd"),
    move("reopen", State.CLOSED, State.OPEN, "Wznów sprawę", "Wznowiono sprawę", BASIS, turn="urząd"),
    move("cancel", State.OPEN, State.CANCELLED, "Anuluj numer", "Anulowano numer sprawy", BASIS, turn="urząd"),
)
