"""The life cycle of an entry on the list of experts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    LISTED = "listed", _("na liście")
    SUSPENDED = "suspended", _("zawieszony")
    REMOVED = "removed", _("skreślony")


MACHINE = Machine(
    "expert",
    State,
    move("suspend", State.LISTED, State.SUSPENDED, "Zawieś eksperta", "Zawieszono eksperta", turn="urząd"),
    move("resume", State.SUSPENDED, State.LISTED, "Przywróć na listę", "Przywrócono na listę ekspertów", turn="urząd"),
    move(
        "remove",
        {State.LISTED, State.SUSPENDED},
        State.REMOVED,
        "Skreśl z listy ekspertów",
        "Skreślono z listy ekspertów",
        turn="urząd",
    ),
    move(
        "relist",
        State.REMOVED,
        State.LISTED,
        "Wpisz na listę ponownie",
        "Wpisano na listę ekspertów ponownie",
        turn="urząd",
    ),
)
