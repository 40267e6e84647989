"""The life cycle of a letter that came in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move

BASIS = "instrukcja kancelaryjna, Dz.U. 2011 nr 14 poz. 67"


class State(TextChoices):
    REGISTERED = "received", _("zarejestrowane")
    DECREED = "assigned", _("zadekretowane")
    HANDED = "handed", _("przekazane")
    TAKEN = "running", _("odebrane do załatwienia")
    ANSWERED = "done", _("z odpowiedzią")
    CLOSED = "closed", _("zakończone bez odpowiedzi")
    CANCELLED = "cancelled", _("numer unieważniony")


OPEN = (State.REGISTERED, State.DECREED, State.HANDED, State.TAKEN)
OVER = (State.ANSWERED, State.CLOSED)
SECRETARY, HOLDER = "sekretariat", "załatwiający"

MACHINE = Machine(
    "letter",
    State,
    move("decree", State.REGISTERED, State.DECREED, "Zadekretuj", "Zadekretowano pismo", BASIS, turn=SECRETARY),
    move(
        "decree",
        {State.DECREED, State.HANDED, State.TAKEN},
        State.DECREED,
        "Zmień dekretację",
        "Zmieniono dekretację",
        BASIS,
        turn=SECRETARY,
    ),
    move("hand_over", State.DECREED, State.HANDED, "Przekaż", "Przekazano pismo", BASIS, turn=SECRETARY),
    move("take", State.HANDED, State.TAKEN, "Potwierdź odbiór", "Potwierdzono odbiór pisma", BASIS, turn=HOLDER),
    move("answer", OPEN, State.ANSWERED, "Odnotuj odpowiedź", "Odnotowano odpowiedź", turn=HOLDER),
    move("close", OPEN, State.CLOSED, "Zakończ bez odpowiedzi", "Zakończono bez odpowiedzi", turn=HOLDER),
    move("reopen", OVER, State.REGISTERED, "Otwórz ponownie", "Otwarto pismo ponownie", turn=SECRETARY),
    move("cancel", OPEN, State.CANCELLED, "Unieważnij numer", "Unieważniono numer pisma", BASIS, turn=SECRETARY),
)
