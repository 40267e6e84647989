"""The calendar at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.agenda.access import preparations, visible, weeks
from office.agenda.states import LIVE, WeekState
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Events that are still to be, what waits to be prepared for them, lists for the media that are not issued."""
    today = localdate(at)
    yield Work(visible(actor, at).filter(state__in=LIVE, last_ends_at__gte=at), ("II.2", "II.9", "V.1", "V.2"))
    yield Work(preparations(actor, at).waiting().order_by(), ("V.12",), Q(due_on__lt=today))
    yield Work(weeks(actor, at).exclude(state=WeekState.ISSUED).filter(monday__gte=today), ("I.8",))
