"""Other histories agree with their ledger too; who may ask."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from competitions.replay.queries import replayed
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from tests.competitions.replay.rounds import Round, publish
from tests.factories.cycle import Cycle

pytestmark = pytest.mark.django_db

PARTS = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]


def test_another_history_agrees_too_in_sub_tasks_with_pools_of_their_own(cycle: Cycle) -> None:
    told = Round(cycle, seed=2, subtasks=PARTS, scoring_method="median", combining="closest")
    publish()
    assert replayed(told.competition).faults == []


def test_an_unknown_competition_is_refused_by_name(db: None) -> None:
    with pytest.raises(CommandError, match="Nie ma konkursu „xyz”"):
        call_command("replay", "xyz")


def test_a_competition_that_still_takes_offers_agrees(cycle: Cycle) -> None:
    competition = cycle.competition()
    cycle.offer(competition)
    assert replayed(competition).faults == []


def test_the_chair_and_the_auditor_read_it_and_nobody_else(
    cycle: Cycle, people: Any, enter: Callable[..., Client]
) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition)
    panel = cycle.assessed(competition)
    address = f"/urzad/konkursy/{competition.public_id}/odtworzenie/"
    for actor in (cycle.chair(panel), people("auditor"), cycle.officer):
        client = enter(actor)
        assert client.get(address).status_code == 200
        assert client.post(f"{address}przelicz/").status_code == 302
    member = panel.members.get(role="member").user
    strangers = [Actor(user=member, hat=Hat.objects.get(user=member)), cycle.signatory(offer.organisation)]
    assert [enter(actor).get(address).status_code for actor in strangers] == [404, 404]
    assert enter(VISITOR).get(address).status_code == 302
