"""The office with its units, a secretary who registers letters, and letters of each state."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from office.correspondence import actions
from office.correspondence.models import Letter
from office.structure.models import Unit

RECEIVED = date(2026, 11, 20)


def said(**more: Any) -> dict[str, Any]:
    return {
        "received_on": RECEIVED,
        "channel": "paper",
        "sender": "Żaneta Próbna",
        "sender_contact": "ul. Długa 1, 95-100 Zgierz",
        "matter": "Remont drogi w Łęczycy",
        "addressee": "marszalek",
        "kind": "letter",
        **more,
    }


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
