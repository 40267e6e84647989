"""Fifty people register cases at the same moment, on either database: every number once, none left out."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command

from core.accounts.actor import system
from core.audit.ledger import faults
from office.cases.actions import register
from office.cases.models import Case, Counter
from office.structure.models import Unit
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture(autouse=True)
def _real_file(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


def test_fifty_at_once_take_the_numbers_from_one_to_fifty(unit: Unit, at: datetime) -> None:
    act = partial(register, "Sprawa", unit=unit, symbol="614", actor=system("test"), at=at)
    made = together(*[act] * MANY)
    assert sorted(case.number for case in made) == list(range(1, MANY + 1))
    assert Case.objects.count() == MANY
    assert Counter.objects.get().last == MANY
    assert list(faults()) == []


def test_fifty_clicks_on_one_form_register_one_case(unit: Unit, at: datetime) -> None:
    act = partial(register, "Sprawa", unit=unit, symbol="614", once="ten-sam-kod", actor=system("test"), at=at)
    assert {case.sign for case in together(*[act] * MANY)} == {"KMIII.614.1.2026"}
    assert Counter.objects.get().last == 1
