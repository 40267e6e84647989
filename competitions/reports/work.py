"""Grants at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from competitions.agreements.access import visible as visible_agreements
from competitions.agreements.states import State as AgreementState
from competitions.reports.states import State
from core.accounts.actor import Actor
from office.structure.tally import Work

# The office has the report.
HANDED_IN = (State.SUBMITTED, State.ACCEPTED)


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Agreements that are not settled; late are those whose report is past its term and was not handed in (art. 18)."""
    rows = visible_agreements(actor, at).exclude(state=AgreementState.SETTLED)
    late = Q(state=AgreementState.PAID, report_due__lt=localdate(at)) & ~Q(report__state__in=HANDED_IN)
    yield Work(rows, ("III.2",), late)
