"""Case signs: unit, class, number, year; no gaps, no doubles, a new count every year."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from office.cases.actions import register
from office.cases.models import FileClass
from office.structure.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


def test_signs_follow_without_gaps_and_restart_every_year(unit: Unit, at: datetime, clock: Actor) -> None:
    signs = [register("Sprawa", unit=unit, symbol="614", actor=clock, at=at).sign for _ in range(3)]
    assert signs == ["KMIII.614.1.2026", "KMIII.614.2.2026", "KMIII.614.3.2026"]
    # 31 December 23:30 UTC is already the new year in Łódź.
    later = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert register("Sprawa", unit=unit, symbol="614", actor=clock, at=later).sign == "KMIII.614.1.2027"


def test_unknown_class_gives_no_number(unit: Unit, at: datetime, clock: Any) -> None:
    with pytest.raises(FileClass.DoesNotExist):
        register("Sprawa", unit=unit, symbol="999", actor=clock, at=at)
    assert register("Sprawa", unit=unit, symbol="614", actor=clock, at=at).number == 1
