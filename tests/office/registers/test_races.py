"""Fifty people write in one register at the same moment, on either database: every number once, none left out."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command

from core.accounts.actor import system
from core.audit.ledger import faults
from office.registers.actions import enter
from office.registers.models import Entry, Series
from office.registers.schema import Register
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture(autouse=True)
def _real_file(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


@pytest.fixture(autouse=True)
def _office(_real_file: None) -> None:
    call_command("load_reference", verbosity=0)


VALUES = {"received": date(2026, 11, 20), "subject": "Pytanie o drogę", "sender": "Jan Próbny"}


def test_fifty_at_once_take_the_numbers_from_one_to_fifty(letters: Register, at: datetime) -> None:
    act = partial(enter, letters, VALUES, actor=system("test"), at=at)
    made = together(*[act] * MANY)
    assert sorted(entry.number for entry in made) == list(range(1, MANY + 1))
    assert Entry.objects.count() == MANY
    assert Series.objects.get().last == MANY
    assert list(faults()) == []


def test_fifty_clicks_on_one_form_make_one_entry(letters: Register, at: datetime) -> None:
    act = partial(enter, letters, VALUES, once="ten-sam-formularz", actor=system("test"), at=at)
    assert {entry.sign for entry in together(*[act] * MANY)} == {"PP/1/2026"}
    assert Series.objects.get().last == 1
    assert list(faults()) == []
