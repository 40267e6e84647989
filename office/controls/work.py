"""Controls at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.controls.access import visible
from office.controls.models import overdue
from office.controls.states import State
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Controls that go on or wait for something; late ones have something past its term."""
    rows = visible(actor, at).exclude(state__in=(State.CLOSED, State.CANCELLED))
    yield Work(rows, ("II.6",), overdue(localdate(at)))
