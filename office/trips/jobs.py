"""Slow work of trips: the sheet."""

from typing import Any

from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run
from office.trips.documents import TripSheet
from office.trips.models import Trip
from office.trips.states import State


@handler("trips.sheet", label="Karta wyjazdu")
def sheet(run: Run, trip_pk: int) -> dict[str, Any] | None:
    """Issue the sheet of a trip as it stands; the same sheet again is the one that was issued."""
    row = Trip.objects.select_related("unit").get(pk=trip_pk)
    if row.state in (State.PLANNED, State.CANCELLED):
        # Sent back or called off meanwhile: the sheet waits for the next approval.
        return None
    document = issue_next(TripSheet.of(row), row, actor=system("karta wyjazdu"), at=run.at)
    return {"document": document.public_id, "link": document.url}
