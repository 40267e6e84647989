"""The council's service at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.dialogue.access import visible
from office.dialogue.states import PositionState
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Positions that wait for an answer; late ones are past its day."""
    rows = visible(actor, at).filter(state=PositionState.SENT)
    yield Work(rows, ("II.13",), Q(answer_due__lt=localdate(at)))
