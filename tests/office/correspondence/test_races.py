"""Fifty letters registered at the same moment, on either database: every number once, none left out."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.accounts.actor import Actor
from core.audit.ledger import faults
from office.correspondence import actions
from office.correspondence.models import Letter
from office.correspondence.states import State
from tests.factories.letters import said
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture(autouse=True)
def _real_file(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


def test_fifty_at_once_take_the_numbers_from_one_to_fifty(secretary: Actor, at: datetime) -> None:
    made = together(*[partial(actions.register, said(), actor=secretary, at=at)] * MANY)
    assert sorted(letter.number for letter in made) == list(range(1, MANY + 1))
    assert list(faults()) == []


def test_fifty_clicks_on_one_form_register_one_letter(secretary: Actor, at: datetime) -> None:
    act = partial(actions.register, said(), once="ten-sam-kod", actor=secretary, at=at)
    assert {letter.sign for letter in together(*[act] * MANY)} == {"RPW/1/2026"}
    assert Letter.objects.count() == 1


def test_a_letter_that_is_answered_and_closed_at_once_ends_in_one_way(
    registered: Any, secretary: Actor, at: datetime
) -> None:
    letter = registered()
    one, two = (Letter.objects.get(pk=letter.pk) for _ in range(2))
    ends = together(
        partial(actions.close, one, reason="bez odpowiedzi", actor=secretary, at=at),
        partial(actions.answer, two, answered_on=letter.received_on, channel="email", actor=secretary, at=at),
    )
    assert sum(isinstance(end, Letter) for end in ends) == 1
    assert Letter.objects.get().state in (State.ANSWERED, State.CLOSED)
