"""Twenty who act on the Board's numbers at the same moment: every number once, none left out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.audit.ledger import faults
from office.board.actions import items, resolutions, sittings
from office.board.models import BoardItem, Resolution, Sitting
from tests.factories.board import Board
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture(autouse=True)
def _real_file(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


@pytest.fixture
def board(people: Any, at: datetime) -> Board:
    call_command("load_reference", verbosity=0)
    return Board(people, at=at)


def test_sittings_and_resolutions_take_numbers_without_gaps(board: Board, at: datetime) -> None:
    values: dict[str, Any] = {"place": "sala 812", "items_due": at.date(), "actor": board.clerk, "at": at}
    together(*[partial(sittings.plan_sitting, board.day, **values)] * MANY)
    assert sorted(Sitting.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))
    named: dict[str, Any] = {"adopted_on": at.date(), "unit": board.unit, "actor": board.clerk, "at": at}
    made = together(*[partial(resolutions.enact, "konkursu", **named)] * MANY)
    assert sorted(int(each.number.split("/")[0]) for each in made) == list(range(1, MANY + 1))
    assert list(faults()) == []


def test_one_decision_of_two_who_type_it_differently(board: Board) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    board.opened(sitting)
    who: dict[str, Any] = {"actor": board.clerk, "at": board.day}
    adopt = partial(items.decide, outcome="adopted", votes=board.votes("fffff"), **who)
    reject = partial(items.decide, outcome="rejected", votes=board.votes("aaaaa"), **who)
    together(*[lambda verb=verb: verb(BoardItem.objects.get(pk=item.pk)) for verb in (adopt, reject) * 5])
    item.refresh_from_db()
    assert item.votes.count() == 5
    assert Resolution.objects.count() == (item.state == "adopted")


def test_two_who_open_a_sitting_twice_open_it_once(board: Board) -> None:
    sitting = board.sitting(starts_at=board.at + timedelta(hours=2))
    board.item(sitting)
    sittings.close_agenda(sitting, actor=board.clerk, at=board.at)
    act = partial(sittings.open_sitting, present=board.members, actor=board.clerk, at=board.at)
    together(*[lambda: act(Sitting.objects.get(pk=sitting.pk))] * 5)
    assert sitting.presences.count() == 5
