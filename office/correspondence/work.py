"""Letters at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.correspondence.access import visible
from office.correspondence.states import OPEN
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Letters without an answer; late ones are past the day by which it is due."""
    yield Work(visible(actor, at).filter(state__in=OPEN), ("II.3", "II.4"), Q(due_on__lt=localdate(at)))
