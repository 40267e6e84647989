"""The life cycle of a remark."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    WAITING = "waiting", _("czeka na odpowiedź")
    ANSWERED = "done", _("z odpowiedzią")


MACHINE = Machine(
    "feedback",
    State,
    move(
        "answer",
        State.WAITING,
        State.ANSWERED,
        "Odpowiedz",
        "Udzielono odpowiedzi",
        "ustawa o dostępności cyfrowej, art. 18",
        turn="urząd",
    ),
)
