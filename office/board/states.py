"""The life cycles of a sitting of the Board and of an item of its agenda."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move

BASIS = "USW art. 31 ust. 4–5"
OFFICE, UNIT, HEAD = "obsługa posiedzeń", "komórka", "kierownik obsługi posiedzeń"


class State(TextChoices):
    PLANNED = "planned", _("zbieranie punktów")
    READY = "ready", _("porządek zamknięty")
    OPEN = "open", _("trwa")
    ENDED = "ended", _("zakończone, bez protokołu")
    RECORDED = "done", _("z protokołem")
    CANCELLED = "cancelled", _("odwołane")


SITTING = Machine(
    "sitting",
    State,
    move("close_agenda", State.PLANNED, State.READY, "Zamknij porządek", "Zamknięto porządek obrad", turn=OFFICE),
    move("reopen_agenda", State.READY, State.PLANNED, "Otwórz porządek", "Otwarto porządek obrad", turn=OFFICE),
    move("open_sitting", State.READY, State.OPEN, "Otwórz posiedzenie", "Otwarto posiedzenie", BASIS, turn=OFFICE),
    move("end_sitting", State.OPEN, State.ENDED, "Zakończ posiedzenie", "Zakończono posiedzenie", turn=OFFICE),
    move("close_minutes", State.ENDED, State.RECORDED, "Zamknij protokół", "Zamknięto protokół", turn=HEAD),
    move(
        "cancel_sitting",
        {State.PLANNED, State.READY},
        State.CANCELLED,
        "Odwołaj posiedzenie",
        "Odwołano posiedzenie",
        turn=OFFICE,
    ),
)

# A sitting that is still to come: items are sent to it, and moved from one to another.
TO_COME = (State.PLANNED, State.READY)


class ItemState(TextChoices):
    SUBMITTED = "submitted", _("zgłoszony")
    RETURNED = "returned", _("zwrócony do poprawy")
    ACCEPTED = "accepted", _("w porządku obrad")
    WITHDRAWN = "withdrawn", _("wycofany")
    ADOPTED = "adopted", _("podjęto uchwałę")
    REJECTED = "rejected", _("nie podjęto uchwały")
    DEFERRED = "deferred", _("odroczony")
    NOTED = "noted", _("przyjęto do wiadomości")


# What was decided at a sitting.
DECIDED = (ItemState.ADOPTED, ItemState.REJECTED, ItemState.DEFERRED, ItemState.NOTED)

ITEM = Machine(
    "board_item",
    ItemState,
    move(
        "accept_item",
        ItemState.SUBMITTED,
        ItemState.ACCEPTED,
        "Przyjmij do porządku",
        "Przyjęto do porządku obrad",
        turn=OFFICE,
    ),
    move(
        "return_item",
        {ItemState.SUBMITTED, ItemState.ACCEPTED},
        ItemState.RETURNED,
        "Zwróć do poprawy",
        "Zwrócono do poprawy",
        turn=OFFICE,
    ),
    move("resubmit_item", ItemState.RETURNED, ItemState.SUBMITTED, "Zgłoś ponownie", "Zgłoszono ponownie", turn=UNIT),
    move(
        "withdraw_item",
        {ItemState.SUBMITTED, ItemState.RETURNED, ItemState.ACCEPTED},
        ItemState.WITHDRAWN,
        "Wycofaj punkt",
        "Wycofano punkt",
        turn=UNIT,
    ),
    move(
        "adopt",
        ItemState.ACCEPTED,
        ItemState.ADOPTED,
        "Odnotuj podjęcie uchwały",
        "Podjęto uchwałę",
        BASIS,
        turn=OFFICE,
    ),
    move(
        "reject",
        ItemState.ACCEPTED,
        ItemState.REJECTED,
        "Odnotuj niepodjęcie uchwały",
        "Nie podjęto uchwały",
        BASIS,
        turn=OFFICE,
    ),
    move("defer", ItemState.ACCEPTED, ItemState.DEFERRED, "Odrocz punkt", "Odroczono punkt", turn=OFFICE),
    move(
        "take_note",
        ItemState.ACCEPTED,
        ItemState.NOTED,
        "Przyjmij do wiadomości",
        "Przyjęto do wiadomości",
        turn=OFFICE,
    ),
    move(
        "take_back_decision",
        set(DECIDED),
        ItemState.ACCEPTED,
        "Popraw zapis rozstrzygnięcia",
        "Cofnięto zapis rozstrzygnięcia do poprawy",
        turn=OFFICE,
    ),
)

# What an open vote decides.
VOTED = (ItemState.ADOPTED, ItemState.REJECTED)
# What must be settled before an agenda is closed, before a sitting ends.
UNSETTLED = (ItemState.SUBMITTED, ItemState.RETURNED)
MOVABLE = (*UNSETTLED, ItemState.ACCEPTED)
# What may become of each kind of item.
FITTING = {
    "resolution": (ItemState.ADOPTED, ItemState.REJECTED, ItemState.DEFERRED),
    "information": (ItemState.NOTED, ItemState.DEFERRED),
}
