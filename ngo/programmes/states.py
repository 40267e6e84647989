"""The life cycle of a programme."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    DRAFT = "draft", _("projekt")
    PROPOSED = "proposed", _("projekt przyjęty przez Zarząd")
    ADOPTED = "adopted", _("uchwalony")
    PUBLISHED = "published", _("opublikowany")
    REPORTED = "reported", _("rozliczony sprawozdaniem")


MACHINE = Machine(
    "programme",
    State,
    move(
        "propose",
        State.DRAFT,
        State.PROPOSED,
        "Przyjmij projekt (Zarząd)",
        "Zarząd przyjął projekt",
        "art. 5a ust. 1",
        turn="Zarząd",
    ),
    move("send_back", State.PROPOSED, State.DRAFT, "Zwróć do poprawy", "Zwrócono do poprawy", turn="urząd"),
    move(
        "adopt",
        State.PROPOSED,
        State.ADOPTED,
        "Odnotuj uchwałę Sejmiku",
        "Odnotowano uchwałę Sejmiku",
        "art. 5a ust. 1",
        turn="urząd",
    ),
    move("publish", State.ADOPTED, State.PUBLISHED, "Opublikuj program", "Opublikowano program", turn="urząd"),
    move(
        "report",
        State.PUBLISHED,
        State.REPORTED,
        "Złóż sprawozdanie",
        "Złożono sprawozdanie",
        "art. 5a ust. 3",
        turn="urząd",
    ),
)
