"""The life cycles of a control and of what it recommends."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move

KEEPER = "prowadzący książkę kontroli"


class State(TextChoices):
    OPEN = "running", _("w toku")
    REPORTED = "reported", _("protokół otrzymany")
    FOLLOWED = "waiting", _("zalecenia w realizacji")
    CLOSED = "done", _("zakończona")
    CANCELLED = "cancelled", _("wpis anulowany")


CONTROL = Machine(
    "control",
    State,
    move("receive_protocol", State.OPEN, State.REPORTED, "Wpisz protokół", "Otrzymano protokół kontroli", turn=KEEPER),
    move(
        "receive_recommendations",
        State.REPORTED,
        State.FOLLOWED,
        "Wpisz wystąpienie pokontrolne",
        "Otrzymano wystąpienie pokontrolne",
        turn=KEEPER,
    ),
    move(
        "close_control",
        {State.REPORTED, State.FOLLOWED},
        State.CLOSED,
        "Zakończ kontrolę",
        "Zakończono kontrolę",
        turn=KEEPER,
    ),
    move("cancel_control", State.OPEN, State.CANCELLED, "Anuluj wpis", "Anulowano wpis", turn=KEEPER),
)


class Progress(TextChoices):
    OPEN = "waiting", _("do wykonania")
    EXECUTED = "done", _("wykonane")


RECOMMENDATION = Machine(
    "recommendation",
    Progress,
    move("execute", Progress.OPEN, Progress.EXECUTED, "Wpisz wykonanie", "Wykonano zalecenie", turn="komórka"),
    move(
        "take_up_again",
        Progress.EXECUTED,
        Progress.OPEN,
        "Przywróć do wykonania",
        "Uznano za niewykonane",
        turn=KEEPER,
    ),
)
