"""Recruitments of experts at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from competitions.recruitment.access import visible
from competitions.recruitment.states import State
from core.accounts.actor import Actor
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Recruitments without a list; late ones are past the day for which it was announced."""
    rows = visible(actor, at).exclude(state__in=(State.RESOLVED, State.CALLED_OFF))
    yield Work(rows, ("III.12",), Q(results_by__lt=localdate(at)))
