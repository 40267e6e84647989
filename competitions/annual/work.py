"""Annual reports at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from competitions.annual.states import State
from core.accounts.actor import Actor
from law.programme import report_due
from ngo.programmes.access import OPEN_TO_ALL, visible
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Programmes of years that are over without a submitted report; late ones are past 31 May (art. 5a ust. 3)."""
    day = localdate(at)
    due = day.year - 1 if report_due(day.year - 1) < day else day.year - 2
    rows = visible(actor, at).filter(year__lt=day.year, state__in=OPEN_TO_ALL)
    yield Work(rows.exclude(annual_report__state=State.SUBMITTED), ("III.4",), Q(year__lte=due))
