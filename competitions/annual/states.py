"""The life cycle of an annual report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    PREPARED = "prepared", _("w przygotowaniu")
    FROZEN = "frozen", _("zamrożone dane")
    SUBMITTED = "submitted", _("przedłożone i opublikowane")


MACHINE = Machine(
    "annual_report",
    State,
    move("freeze", State.PREPARED, State.FROZEN, "Zamroź dane", "Zamrożono dane", turn="urząd"),
    move(
        "reopen", State.FROZEN, State.PREPARED, "Wróć do zbierania danych", "Wrócono do zbierania danych", turn="urząd"
    ),
    move(
        "submit",
        State.FROZEN,
        State.SUBMITTED,
        "Przedłóż Sejmikowi i opublikuj",
        "Przedłożono Sejmikowi i opublikowano",
        "art. 5a ust. 3",
        turn="Zarząd",
    ),
)
