"""The office with its units, and the council it serves."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command

from tests.factories.council import Council


@pytest.fixture
def council(db: None, people: Any, at: datetime) -> Council:
    call_command("load_reference", verbosity=0)
    return Council(people, at=at)
