"""The clock closes calls: after the deadline second, each once, whoever else closes them."""

from datetime import timedelta
from typing import Any

import pytest

from competitions.calls import actions
from competitions.calls.models import Competition
from competitions.calls.states import State
from core.accounts.actor import Actor
from core.audit.ledger import history
from core.jobs.actions import CLOCK, enqueue
from core.jobs.runner import drain
from core.workflow.refusal import Conflict, NotPossible
from tests.factories.cycle import DEADLINE, Cycle

pytestmark = pytest.mark.django_db


def tick(at: Any) -> dict[str, Any]:
    """What the clock does at a moment."""
    job = enqueue("calls.close", key=CLOCK)
    drain(lambda: at)
    job.refresh_from_db()
    return job.result


def test_closes_after_the_deadline_and_not_in_its_last_second(competition: Competition) -> None:
    assert tick(DEADLINE) == {"closed": 0}
    assert tick(DEADLINE + timedelta(milliseconds=900)) == {"closed": 0}
    competition.refresh_from_db()
    assert competition.state == State.OPEN
    assert tick(DEADLINE + timedelta(seconds=1)) == {"closed": 1}
    competition.refresh_from_db()
    assert (competition.state, competition.closed_at) == (State.CLOSED, DEADLINE + timedelta(seconds=1))


def test_second_tick_changes_nothing(competition: Competition) -> None:
    later = DEADLINE + timedelta(minutes=5)
    assert tick(later) == {"closed": 1}
    assert tick(later + timedelta(minutes=5)) == {"closed": 0}
    assert history(competition).filter(verb="close").count() == 1


def test_somebody_was_faster(competition: Competition, clock: Actor, rival: Any) -> None:
    later = DEADLINE + timedelta(minutes=5)

    def other() -> None:
        actions.close(Competition.objects.get(pk=competition.pk), actor=clock, at=later)

    with rival("competitions_competition", other):
        assert tick(later) == {"closed": 0}
    stale = Competition.objects.get(pk=competition.pk)
    assert tick(later) == {"closed": 1}
    with pytest.raises(Conflict):
        actions.close(stale, actor=clock, at=later)
    assert history(competition).filter(verb="close").count() == 1


def test_one_that_cannot_be_closed_does_not_keep_the_others_open(cycle: Cycle, competition: Competition) -> None:
    others = [cycle.competition(title=f"Konkurs {number}") for number in range(2)]
    assert tick(DEADLINE + timedelta(minutes=5)) == {"closed": 3}
    assert {Competition.objects.get(pk=each.pk).state for each in others} == {State.CLOSED}


def test_is_not_closed_before_it_is_open(cycle: Cycle, clock: Actor) -> None:
    approved = cycle.competition(to="approved")
    assert tick(DEADLINE + timedelta(days=1)) == {"closed": 0}
    with pytest.raises(NotPossible):
        actions.close(approved, actor=clock, at=DEADLINE + timedelta(days=1))
