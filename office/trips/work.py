"""Trips at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.structure.tally import Work
from office.trips.access import visible
from office.trips.models import late
from office.trips.states import State


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Trips that are not settled; late ones lack a report or a settlement past its term."""
    rows = visible(actor, at).exclude(state__in=(State.SETTLED, State.CANCELLED))
    yield Work(rows, ("V.6", "V.9", "V.11"), late(localdate(at)))
