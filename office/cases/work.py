"""Cases at work, for the map of the mandate: those that are open, by their unit."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.cases.access import visible
from office.cases.states import State
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Open cases of each unit; late ones are past the term of their settlement."""
    rows = visible(actor, at).filter(state=State.OPEN)
    yield Work(rows, late=Q(due_on__lt=localdate(at)), by="unit__code")
