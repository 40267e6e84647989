"""Sittings of the Board at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.board.access import sittings
from office.board.states import State
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Sittings to come or without minutes; late ones are past the day by which the minutes are due."""
    rows = sittings(actor, at).exclude(state__in=(State.RECORDED, State.CANCELLED))
    yield Work(rows, ("II.5",), Q(state=State.ENDED, minutes_due__lt=localdate(at)))
