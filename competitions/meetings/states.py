"""The life cycle of a meeting, and of an offer on its agenda."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    PLANNED = "planned", _("zaplanowane")
    OPEN = "open", _("trwa")
    ADJOURNED = "adjourned", _("przerwane")
    CLOSED = "closed", _("zakończone")
    CANCELLED = "cancelled", _("odwołane")
    ANNULLED = "annulled", _("unieważnione, do powtórzenia")


CHAIR, TABLE = "przewodniczący komisji", "komisja"

MACHINE = Machine(
    "meeting",
    State,
    move(
        "begin", State.PLANNED, State.OPEN, "Otwórz posiedzenie", "Otwarto posiedzenie", "art. 15 ust. 2a", turn=CHAIR
    ),
    move("cancel", State.PLANNED, State.CANCELLED, "Odwołaj posiedzenie", "Odwołano posiedzenie", turn=TABLE),
    move("adjourn", State.OPEN, State.ADJOURNED, "Przerwij posiedzenie", "Przerwano posiedzenie", turn=CHAIR),
    move(
        "annul",
        {State.OPEN, State.ADJOURNED},
        State.ANNULLED,
        "Unieważnij posiedzenie",
        "Unieważniono posiedzenie",
        turn=CHAIR,
    ),
    move(
        "close",
        State.OPEN,
        State.CLOSED,
        "Zakończ posiedzenie i zamknij protokół",
        "Zakończono posiedzenie",
        "art. 15 ust. 2a",
        turn=CHAIR,
    ),
)

# The states of a meeting that is still to come or goes on; a panel has one such meeting at a time.
LIVE = (State.PLANNED, State.OPEN)


class ItemState(TextChoices):
    WAITING = "waiting", _("czeka")
    SETTLED = "settled", _("omówiona")


ITEM = Machine(
    "agenda_item",
    ItemState,
    move(
        "settle",
        {ItemState.WAITING, ItemState.SETTLED},
        ItemState.SETTLED,
        "Zapisz opinię",
        "Zapisano opinię komisji",
        "art. 15 ust. 2a",
        turn=TABLE,
    ),
)
