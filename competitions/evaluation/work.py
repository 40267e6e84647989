"""Competitions and their panels at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from competitions.calls.access import visible as visible_competitions
from competitions.calls.states import ENDED, State
from competitions.evaluation.access import panels
from competitions.evaluation.states import PanelState
from core.accounts.actor import Actor
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Competitions without a decision and panels that give opinions; late are those past the day by which offers are chosen."""
    day = localdate(at)
    competitions = visible_competitions(actor, at).exclude(state__in=(State.RESOLVED, State.SETTLED, *ENDED))
    yield Work(competitions, ("III.2",), Q(selection_by__lt=day))
    gathered = panels(actor, at).filter(state=PanelState.APPOINTED).exclude(competition__state__in=ENDED)
    yield Work(gathered, ("III.13",), Q(competition__selection_by__lt=day))
