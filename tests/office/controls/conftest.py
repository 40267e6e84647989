"""The office with its units, and its book of controls."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from tests.factories.controls import Book


@pytest.fixture
def book(db: None, people: Any, at: datetime) -> Book:
    call_command("load_reference", verbosity=0)
    return Book(people, at=at)
