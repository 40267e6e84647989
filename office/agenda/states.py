"""The life cycles of an event and of a week's list for the media."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(models.TextChoices):
    PLANNED = "planned", _("planowane")
    CONFIRMED = "confirmed", _("potwierdzone")
    CANCELLED = "cancelled", _("odwołane")


LIVE = (State.PLANNED, State.CONFIRMED)

EVENT = Machine(
    "wydarzenie w kalendarzu",
    State,
    move("confirm", State.PLANNED, State.CONFIRMED, "Potwierdź", "Potwierdzono", turn="urząd"),
    move("cancel", LIVE, State.CANCELLED, "Odwołaj", "Odwołano", turn="urząd"),
)


class WeekState(models.TextChoices):
    DRAFT = "draft", _("szkic")
    APPROVED = "approved", _("zatwierdzony")
    ISSUED = "issued", _("wydany")


WEEK = Machine(
    "tygodniowy kalendarz dla mediów",
    WeekState,
    move("approve", WeekState.DRAFT, WeekState.APPROVED, "Zatwierdź", "Zatwierdzono", turn="biuro prasowe"),
    move(
        "send_back", WeekState.APPROVED, WeekState.DRAFT, "Cofnij do szkicu", "Cofnięto do szkicu", turn="biuro prasowe"
    ),
    move("issue", WeekState.APPROVED, WeekState.ISSUED, "Wydaj i wyślij", "Wydano i wysłano", turn="biuro prasowe"),
    move(
        "reissue", WeekState.ISSUED, WeekState.ISSUED, "Wydaj ze zmianami", "Wydano ze zmianami", turn="biuro prasowe"
    ),
)
