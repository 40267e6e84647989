"""The office with its units, and the people of the calendar: a secretary, an assistant, the press office, a clerk elsewhere."""

from typing import Any

import pytest

from core.accounts.actor import Actor
from office.agenda.models import Attendee, Room
from tests.factories import agenda


@pytest.fixture(autouse=True)
def _office(db: None) -> None:
    agenda.units()


@pytest.fixture
def secretary(people: Any) -> Actor:
    return people("officer", key="KMII", name="Sabina Sekretarska")


@pytest.fixture
def assistant(people: Any) -> Actor:
    return people("officer", key="KMV", name="Adam Asystent")


@pytest.fixture
def press(people: Any) -> Actor:
    return people("officer", key="KMI", name="Pola Prasowa")


@pytest.fixture
def clerk(people: Any) -> Actor:
    """Somebody of a unit that neither plans nor speaks to the press."""
    return people("officer", key="KMIII", name="Karol Zwykły")


@pytest.fixture
def marshal() -> Attendee:
    return agenda.attendee()


@pytest.fixture
def member() -> Attendee:
    return agenda.attendee("Członek Zarządu", unit="KMII", full_name="Błażej Ćwik", order=20)


@pytest.fixture
def hall() -> Room:
    return agenda.room()
