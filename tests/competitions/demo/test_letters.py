"""The month of letters: every state is there to be seen, some are late, all in less than two seconds."""

from datetime import date

import pytest
from django.core.management import call_command

from competitions.demo.play import Play
from competitions.demo.scenes.letters import write
from core.audit.ledger import faults
from office.correspondence.models import Letter
from office.correspondence.states import State
from office.structure.models import Unit
from tests.conftest import People

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


def test_the_month_has_letters_in_every_state_and_some_that_are_late(people: People) -> None:
    call_command("load_reference", verbosity=0)
    play = Play(TODAY, Unit.objects.get(code="KMIII"))
    play.actors = {"secretariat": people("officer", key="KMII"), "officer": people("officer", key="KMIII")}
    write(play)
    states = set(Letter.objects.order_by().values_list("state", flat=True))
    assert states == {str(state) for state in State} - {State.CANCELLED}
    assert Letter.objects.overdue(TODAY).count() >= 2
    assert sorted(Letter.objects.values_list("number", flat=True)) == list(range(1, Letter.objects.count() + 1))
    assert list(faults()) == []
