"""What histories say: something that happened, never the command of a button."""

import pytest

from core.audit.models import Entry
from core.handbook.states import machines
from core.workflow.machine import Machine
from core.workflow.words import word

# The impersonal past of Polish ("złożono", "przyjęto"), or somebody named first ("Zarząd przyjął", "Ekspert wyłączył się").
PAST = ("no", "to", "ął", "ył", "ał")


@pytest.mark.parametrize("machine", [machine for _model, machine in machines()], ids=lambda each: each.name)
def test_every_move_has_words_for_what_happened(machine: Machine) -> None:
    for move in machine.moves:
        assert any(part.endswith(PAST) for part in move.done.split()[:2]), f"{machine.name}.{move.verb}: {move.done}"
        assert move.done != move.label


def test_an_entry_is_told_in_the_past() -> None:
    assert word(Entry(verb="submit", subject_kind="competitions.offer")) == "Złożono ofertę"
    assert word(Entry(verb="assign", subject_kind="competitions.scorecard")) == "Przydzielono ofertę ekspertowi"
    assert word(Entry(verb="unheard_of", subject_kind="competitions.offer")) == "unheard_of"
