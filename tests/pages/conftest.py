"""The story of tests/pages, told once per test, and the clock set to its day."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.pages.story import NOW, Story


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """It is 2 March 2027 for the house."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def story(people: Any) -> Iterator[Story]:
    """Everything exists, and it is 2 March 2027."""
    told = Story(people)
    with time_machine.travel(NOW, tick=True):
        yield told
