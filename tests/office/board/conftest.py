"""The office with its units, and its Board."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from tests.factories.board import Board


@pytest.fixture
def board(db: None, people: Any, at: datetime) -> Board:
    call_command("load_reference", verbosity=0)
    return Board(people, at=at)
