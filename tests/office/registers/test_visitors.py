"""Data of visitors of the marshal expire by themselves six months after the visit; who read them is noted, however many they are."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from core.accounts.actor import Actor
from core.audit.models import Entry as LedgerEntry
from core.audit.models import PersonalRead
from core.jobs.actions import enqueue
from core.jobs.runner import drain
from core.web.page import READS_AT_ONCE, log_reads_of
from office.registers import actions
from office.registers.models import Cell, Entry
from office.registers.schema import registers
from tests.factories.files import pdf

pytestmark = pytest.mark.django_db
VISIT = {
    "day": date(2026, 11, 20),
    "host": "marshal",
    "person": "Zofia Wymyślona",
    "contact": "600 000 000",
    "institution": "Klub Próbny",
    "matter": "Patronat nad turniejem",
    "note": "Prosi o rozmowę z synem",
}


@pytest.fixture
def officer(db: None, people: Any) -> Actor:
    call_command("load_reference", verbosity=0)
    return people("officer", key="KMII")


def night(at: datetime) -> None:
    """What the clock starts every night."""
    enqueue("privacy.anonymise")
    drain(lambda: at)


def test_a_visitor_is_forgotten_six_months_after_the_visit(
    officer: Actor, enter: Callable[[Actor], Client], at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    entry = actions.enter(registers()["wizyty"], VISIT, actor=officer, at=at)
    file = actions.attach(entry, file=pdf(), actor=officer, at=at)
    for day, person in (
        (datetime(2027, 5, 20, 12, tzinfo=UTC), "Zofia Wymyślona"),
        (datetime(2027, 5, 22, 12, tzinfo=UTC), None),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            night(day)
        entry.refresh_from_db()
        assert entry.particulars["person"] == person
    assert (entry.particulars["contact"], entry.particulars["note"]) == (None, None)
    assert (entry.particulars["matter"], entry.particulars["host"]) == ("Patronat nad turniejem", "marshal")
    assert "wymyslona" not in entry.search_text
    assert not Cell.objects.filter(entry=entry, field="person").exclude(key="").exists()
    assert not default_storage.exists(file.file)
    assert "Wymyślona" not in str(list(LedgerEntry.objects.values_list("before", "after", "reason")))
    client = enter(officer)
    for path in (f"/rejestry/wpisy/{entry.public_id}/", "/rejestry/wizyty/", "/rejestry/wizyty/tabela.csv"):
        answer = client.get(path)
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert "Wymyślona" not in text
        assert "600 000 000" not in text


def test_reads_are_noted_some_at_a_time_however_many_there_are(officer: Actor, at: datetime) -> None:
    written: list[int] = []

    def subjects() -> Iterator[tuple[str, str]]:
        for number in range(2 * READS_AT_ONCE + 1):
            if number == READS_AT_ONCE:
                written.append(PersonalRead.objects.count())
            yield "office.entry", f"{number}"

    log_reads_of(officer, "register_table", subjects(), at=at)
    assert written == [READS_AT_ONCE]
    assert PersonalRead.objects.count() == 2 * READS_AT_ONCE + 1


def test_the_table_notes_each_visitor_it_gives_away(
    officer: Actor, enter: Callable[[Actor], Client], at: datetime
) -> None:
    rows = [(str(number), {**VISIT, "person": f"Osoba {number}"}) for number in range(30)]
    actions.take_over(registers()["wizyty"], rows, actor=officer, at=at)
    actions.enter(registers()["wizyty"], {**VISIT, "person": "Ostatnia"}, actor=officer, at=now())
    enter(officer).get("/rejestry/wizyty/tabela.xlsx").getvalue()
    noted = PersonalRead.objects.filter(page="register_table", user=officer.user)
    assert set(noted.values_list("subject_id", flat=True)) == set(Entry.objects.values_list("public_id", flat=True))
