"""Papers to sign at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.papers.access import visible
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Papers that wait; late ones are past the day by which the signature is needed."""
    yield Work(visible(actor, at).live(), ("II.8",), Q(due_on__lt=localdate(at)))
