"""The life cycle of a trip."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    PLANNED = "planned", _("planowany")
    APPROVED = "approved", _("zatwierdzony")
    HELD = "held", _("odbyty, bez sprawozdania")
    REPORTED = "reported", _("ze sprawozdaniem")
    SETTLED = "settled", _("rozliczony")
    CANCELLED = "cancelled", _("odwołany")


MACHINE = Machine(
    "trips",
    State,
    move("approve", State.PLANNED, State.APPROVED, "Zatwierdź wyjazd", "Zatwierdzono wyjazd", turn="kierownik"),
    move(
        "send_back", State.APPROVED, State.PLANNED, "Zwróć do zmiany", "Zwrócono plan wyjazdu do zmiany", turn="urząd"
    ),
    move(
        "hold_trip", State.APPROVED, State.HELD, "Odnotuj odbycie wyjazdu", "Odnotowano odbycie wyjazdu", turn="urząd"
    ),
    move("report", State.HELD, State.REPORTED, "Złóż sprawozdanie", "Złożono sprawozdanie z wyjazdu", turn="urząd"),
    move(
        "return_report",
        State.REPORTED,
        State.HELD,
        "Zwróć sprawozdanie",
        "Zwrócono sprawozdanie do uzupełnienia",
        turn="kierownik",
    ),
    move("settle", State.REPORTED, State.SETTLED, "Rozlicz wyjazd", "Rozliczono wyjazd", turn="kierownik"),
    move(
        "cancel",
        {State.PLANNED, State.APPROVED},
        State.CANCELLED,
        "Odwołaj wyjazd",
        "Odwołano wyjazd",
        turn="urząd",
    ),
)
