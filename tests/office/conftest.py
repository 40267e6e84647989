"""What stages of the office share: the secretary who registers letters, letters on their way."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from office.correspondence import actions
from office.correspondence.models import Letter
from office.structure.models import Unit
from tests.factories.letters import said


@pytest.fixture
def secretary(db: None, people: Any) -> Actor:
    call_command("load_reference", verbosity=0)
    return people("officer", key="KMII", name="Sabina Sekretarka")


@pytest.fixture
def registered(secretary: Actor, at: datetime) -> Callable[..., Letter]:
    """`registered(sender="…")`: a letter that came on 20 November 2026."""
    return lambda **more: actions.register(said(**more), actor=secretary, at=at)


@pytest.fixture
def handed(registered: Callable[..., Letter], secretary: Actor, at: datetime) -> Callable[..., Letter]:
    """`handed(actor)`: a letter decreed and handed over to that person, or to the unit of a code."""

    def give(to: Actor | str, **more: Any) -> Letter:
        letter = registered(**more)
        code, person = (to, None) if isinstance(to, str) else (to.key, to.user)
        unit = Unit.objects.get(code=code)
        actions.decree(letter, unit=unit, person=person, instruction="Proszę odpisać.", actor=secretary, at=at)
        return actions.hand_over(letter, actor=secretary, at=at)

    return give
