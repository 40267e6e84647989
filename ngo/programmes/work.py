"""Programmes at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from law.programme import adoption_due
from ngo.programmes.access import visible
from ngo.programmes.states import State
from office.structure.tally import Work

BEFORE_ADOPTION = (State.DRAFT, State.PROPOSED)


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Programmes that are not published yet; late ones were not adopted by 30 November of the year before (art. 5a ust. 1)."""
    day = localdate(at)
    due = day.year + 1 if adoption_due(day.year + 1) < day else day.year
    rows = visible(actor, at).filter(state__in=(*BEFORE_ADOPTION, State.ADOPTED))
    yield Work(rows, ("III.3",), Q(state__in=BEFORE_ADOPTION, year__lte=due))
