"""People of the stages: Alice and Bob of two organisations, the officer, and a way to open pages at a moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from ngo.registry.models import Organisation
from tests.factories.cycle import Cycle


@pytest.fixture
def visit(enter: Callable[[Actor], Client], time_machine: Any) -> Callable[[Actor, datetime], Client]:
    """`visit(alice, WRITTEN)`: the clock stands at that moment and the actor's browser is signed in."""

    def at(actor: Actor, moment: datetime) -> Client:
        time_machine.move_to(moment, tick=False)
        return enter(actor)

    return at


@pytest.fixture
def competition(cycle: Cycle) -> Competition:
    """An announced competition that takes offers."""
    return cycle.competition()


@pytest.fixture
def ours(cycle: Cycle) -> Organisation:
    """Alice's organisation."""
    return cycle.organisation("Fundacja Alicji")


@pytest.fixture
def alice(cycle: Cycle, ours: Organisation) -> Actor:
    """Signs for her organisation."""
    return cycle.signatory(ours)


@pytest.fixture
def bob(cycle: Cycle) -> Actor:
    """Signs for another organisation."""
    return cycle.signatory(cycle.organisation("Stowarzyszenie Boba"))


@pytest.fixture
def officer(cycle: Cycle) -> Actor:
    return cycle.officer


@pytest.fixture
def draft(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    """Alice's offer, written and not submitted."""
    return cycle.offer(competition, ours, to="draft")


@pytest.fixture
def submitted(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    """Alice's offer, submitted."""
    return cycle.offer(competition, ours)
