"""The month of the registers: every register has an entry, some terms are late, nothing in it breaks its register's rules."""

from datetime import date

import pytest
from django.core.management import call_command

from competitions.demo.play import Play
from competitions.demo.scenes.registers import keep
from office.registers.models import Entry
from office.registers.schema import registers
from office.structure.models import Unit
from tests.conftest import People

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
KEEPERS = {"press": "KMI", "secretariat": "KMII", "assistant": "KMV", "universities": "KMVI"}
# The newsrooms are entered with the calendar, whose lists go out to them (scenes/agenda.py).
ELSEWHERE = {"media"}


def test_every_register_has_its_month_with_terms_that_wait_and_some_that_are_late(people: People) -> None:
    call_command("load_reference", verbosity=0)
    play = Play(TODAY, Unit.objects.get(code="KMIII"))
    play.actors = {key: people("officer", key=unit) for key, unit in KEEPERS.items()}
    keep(play)
    assert set(Entry.objects.values_list("register", flat=True)) == set(registers()) - ELSEWHERE
    assert Entry.objects.filter(due_on__lt=TODAY).count() >= 3
    assert Entry.objects.filter(due_on__gte=TODAY).count() >= 5
