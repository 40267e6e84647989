"""Two at once: numbers without gaps, one approval, one writer of a plan."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.accounts.actor import Actor
from core.audit.models import Entry
from core.workflow.refusal import Refusal
from office.structure.models import Unit
from office.trips import actions
from office.trips.models import Trip
from office.trips.states import State
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12


@pytest.fixture(autouse=True)
def _real_database(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


def again(trip: Trip) -> Trip:
    return Trip.objects.select_related("unit").get(pk=trip.pk)


def test_numbers_of_trips_planned_at_once_have_no_gap(assistant: Actor, said: Any, at: datetime) -> None:
    unit = Unit.objects.get(code="KMV")
    acts = [lambda: actions.plan(said(), unit=unit, actor=assistant, at=at) for _each in range(PEOPLE)]
    assert all(isinstance(each, Trip) for each in together(*acts))
    assert sorted(Trip.objects.values_list("number", flat=True)) == list(range(1, PEOPLE + 1))


def test_one_form_sent_at_once_is_one_trip(assistant: Actor, said: Any, at: datetime) -> None:
    unit = Unit.objects.get(code="KMV")
    acts = [lambda: actions.plan(said(), unit=unit, once="t0", actor=assistant, at=at) for _each in range(4)]
    assert len({each.pk for each in together(*acts)}) == 1
    assert Trip.objects.get().number == 1


def test_an_approval_and_a_cancellation_at_once_are_one_move(
    planned: Callable[..., Trip], assistant: Actor, head: Actor, at: datetime
) -> None:
    trip = planned()
    outcomes = together(
        lambda: actions.approve(again(trip), actor=head, at=at),
        lambda: actions.cancel(again(trip), reason="choroba", actor=assistant, at=at),
    )
    trip.refresh_from_db()
    # A trip may be called off after it was approved, never the reverse.
    assert trip.state in (State.CANCELLED, State.APPROVED)
    moves = list(Entry.objects.filter(chain=trip.chain, verb__in=("approve", "cancel")).order_by("seq"))
    assert len(moves) == sum(not isinstance(each, Refusal) for each in outcomes)
    assert (trip.state == State.CANCELLED) == (moves[-1].verb == "cancel")


def test_two_writers_of_a_plan_do_not_lose_one(
    planned: Callable[..., Trip], said: Any, assistant: Actor, at: datetime
) -> None:
    trip = planned()
    later = at + timedelta(minutes=1)
    outcomes = together(
        lambda: actions.revise(again(trip), said(place="Praga"), revision=1, actor=assistant, at=later),
        lambda: actions.revise(again(trip), said(place="Ostrawa"), revision=1, actor=assistant, at=later),
    )
    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
    assert again(trip).revision == 2
    assert again(trip).costs.count() == 1
