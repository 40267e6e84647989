"""Who plays a recruitment: the office, and a person with an account."""

from collections.abc import Callable

import pytest

from core.accounts.actor import Actor
from tests.factories.cycle import Cycle
from tests.factories.recruitment import Office


@pytest.fixture
def office(cycle: Cycle) -> Office:
    return Office(cycle)


@pytest.fixture
def ewa(people: Callable[..., Actor]) -> Actor:
    """A person with an account and no hat."""
    return people(name="Ewa Kandydatka")
