"""Resolutions: recorded once by staff, public for everyone."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core.accounts.actor import Actor
from core.audit.models import Entry
from office.board.actions.resolutions import record
from office.board.models import Resolution
from office.structure.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


def test_recording_twice_gives_the_first_record(unit: Unit, at: datetime, clock: Actor) -> None:
    values: dict[str, Any] = {"title": "w sprawie ogłoszenia konkursu", "adopted_on": date(2026, 11, 3), "unit": unit}
    first = record("812/26", actor=clock, at=at, **values)
    second = record("812/26", actor=clock, at=at, **{**values, "title": "inny tytuł"})
    assert first == second
    assert Resolution.objects.get().title == "w sprawie ogłoszenia konkursu"
    assert Entry.objects.filter(verb="record").count() == 1


def test_everyone_reads_and_only_staff_record(unit: Unit, client: Client, at: datetime, clock: Actor) -> None:
    record("812/26", title="w sprawie konkursu", adopted_on=date(2026, 11, 3), unit=unit, actor=clock, at=at)
    page = client.get("/uchwaly/").content.decode()
    assert "812/26" in page
    assert "Odnotuj uchwałę" not in page
    assert client.get("/urzad/uchwaly/nowa/").status_code == 302
