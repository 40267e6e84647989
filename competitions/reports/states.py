"""The life cycle of a report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    DRAFT = "draft", _("w przygotowaniu")
    SUBMITTED = "submitted", _("złożone")
    RETURNED = "returned", _("zwrócone do poprawy")
    ACCEPTED = "accepted", _("zaakceptowane")


MACHINE = Machine(
    "report",
    State,
    move(
        "submit",
        {State.DRAFT, State.RETURNED},
        State.SUBMITTED,
        "Złóż sprawozdanie",
        "Złożono sprawozdanie",
        "art. 18",
        turn="organizacja",
    ),
    move(
        "send_back", State.SUBMITTED, State.RETURNED, "Zwróć do poprawy", "Zwrócono do poprawy", "umowa", turn="urząd"
    ),
    move(
        "accept",
        State.SUBMITTED,
        State.ACCEPTED,
        "Zaakceptuj sprawozdanie",
        "Zaakceptowano sprawozdanie",
        "art. 17–18",
        turn="urząd",
    ),
)
