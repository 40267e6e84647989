"""The assistants of the marshal with their head, and a trip that they plan."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from office.structure.models import Unit
from office.trips import actions
from office.trips.actions import Plan
from office.trips.models import Trip

STARTS, ENDS = date(2026, 12, 1), date(2026, 12, 3)
ABROAD = {
    "kind": "foreign",
    "purpose": "Podpisanie listu o wymianie młodzieży",
    "country": "Czechy",
    "place": "Brno",
    "starts_on": STARTS,
    "ends_on": ENDS,
}
EURO = {
    "kind": "lodging",
    "amount": Decimal("120.00"),
    "currency": "EUR",
    "rate": Decimal("4.2513"),
    "rate_on": date(2026, 11, 20),
}


@pytest.fixture
def assistant(db: None, people: Any) -> Actor:
    """Asia prepares the marshal's trips."""
    call_command("load_reference", verbosity=0)
    return people("officer", key="KMV", name="Asia Asystentka")


@pytest.fixture
def head(assistant: Actor, people: Any) -> Actor:
    """Henryk approves and settles them."""
    return people("head", key="KMV", name="Henryk Kierownik")


@pytest.fixture
def said() -> Callable[..., Plan]:
    """`said(place="Praga", people=[…])`: a plan, but for what is said otherwise."""

    def of(
        *,
        people: Any = ({"name": "Jan Tłumacz", "role": "tłumacz"},),
        points: Any = (),
        costs: Any = (EURO,),
        **more: Any,
    ) -> Plan:
        return Plan({**ABROAD, **more}, people, points, costs)

    return of


@pytest.fixture
def planned(assistant: Actor, said: Callable[..., Plan], at: datetime) -> Callable[..., Trip]:
    """`planned()`: a trip of the assistants, planned on 23 November 2026 for 1–3 December."""

    def made(**more: Any) -> Trip:
        return actions.plan(said(**more), unit=Unit.objects.get(code="KMV"), actor=assistant, at=at)

    return made
