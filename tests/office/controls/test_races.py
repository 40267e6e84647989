"""Twenty who enter controls at the same moment, and five who add to one: every number once."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.audit.ledger import faults
from office.controls.models import Control, Recommendation
from tests.factories.controls import Book
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture(autouse=True)
def _real_file(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


def test_numbers_without_gaps(people: Any, at: datetime) -> None:
    call_command("load_reference", verbosity=0)
    book = Book(people, at=at)
    together(*[book.control] * MANY)
    assert sorted(Control.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))
    control = book.control("followed")
    together(*[partial(book.recommendation, control, once="raz")] * 5)
    together(*[partial(book.recommendation, control)] * 5)
    assert sorted(Recommendation.objects.values_list("number", flat=True)) == list(range(1, 7))
    assert list(faults()) == []
