"""Sub-tasks in a corrected announcement: their names, pools and bounds change within the rules, none comes and none goes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client

from competitions.calls.models import Competition
from competitions.changes import actions
from competitions.changes.forms import CORRECTED
from competitions.changes.models import Change
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.workflow.refusal import Refused
from tests.factories.cycle import CONFIRMATION_DUE, DEADLINE, WRITTEN, Cycle

pytestmark = pytest.mark.django_db
PARTS = [
    {"title": "Śpiew", "pool": Decimal(60000), "min_grant": None, "max_grant": Decimal(9000)},
    {"title": "Rękodzieło", "pool": Decimal(40000), "min_grant": None, "max_grant": None},
]
LATER = {"offers_due": DEADLINE + timedelta(days=14), "confirmation_due": CONFIRMATION_DUE + timedelta(days=14)}


@pytest.fixture
def divided(cycle: Cycle) -> Competition:
    return cycle.competition(subtasks=PARTS)


def correct(competition: Competition, officer: Actor, parts: dict[int, Any], **values: Any) -> Change:
    slip = values.pop("slip", False)
    return actions.correct(
        competition,
        values,
        subtasks=parts,
        slip=slip,
        reason="zmiana budżetu",
        actor=officer,
        clock=lambda: WRITTEN,
    )


def test_money_moves_between_parts_and_the_window_begins_anew(divided: Competition, officer: Actor) -> None:
    moved = {1: {"pool": Decimal(50000)}, 2: {"pool": Decimal(50000), "max_grant": Decimal(20000)}}
    change = correct(divided, officer, moved, **LATER)
    assert change.anew
    assert [row["name"] for row in change.rows if "podzadanie" in row["name"]] == [
        "podzadanie 1: pula podzadania",
        "podzadanie 2: pula podzadania",
        "podzadanie 2: najwyższa dotacja",
    ]
    assert change.rows[-1]["before"] == "nie określono"
    assert [(row.pool, row.max_grant) for row in divided.subtasks.all()] == [(50000, 9000), (50000, 20000)]
    entry = Entry.objects.get(verb="correct")
    assert entry.before["subtasks"]["1"]["pool"] == "60000.00"
    assert entry.after["subtasks"]["1"]["pool"] in ("50000", "50000.00")
    assert correct(divided, officer, moved, **LATER) == change, "a second click"


@pytest.mark.parametrize(
    ("parts", "values", "code"),
    [
        ({1: {"pool": Decimal(70000)}}, LATER, "competition.subtask_pools"),
        ({1: {"max_grant": Decimal(60001)}}, LATER, "competition.subtask_max"),
        ({1: {"pool": Decimal(50000)}, 2: {"pool": Decimal(50000)}}, {}, "competition.window_anew"),
    ],
)
def test_what_the_law_forbids_of_them_changes_nothing(
    divided: Competition, officer: Actor, parts: Any, values: Any, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        correct(divided, officer, parts, **values)
    assert code in [breach.code for breach in refusal.value.breaches]
    assert [row.pool for row in divided.subtasks.order_by("number").all()] == [60000, 40000]
    assert not Change.objects.exists()


def test_a_slip_in_a_name_moves_no_date(divided: Competition, officer: Actor) -> None:
    change = correct(divided, officer, {2: {"title": "Rękodzieło ludowe"}}, slip=True)
    assert not change.anew
    assert (change.rows[0]["before"], change.rows[0]["after"]) == ("Rękodzieło", "Rękodzieło ludowe")


def test_the_whole_pool_may_grow_with_a_part(
    visit: Callable[..., Client], divided: Competition, officer: Actor
) -> None:
    client = visit(officer, WRITTEN)
    address = f"/urzad/konkursy/{divided.public_id}/popraw/"
    assert "Podzadanie 2: Pula" in client.get(address).content.decode()
    posted = {name: value for name, value in model_to_dict(divided, CORRECTED).items() if value is not None}
    parts = {
        f"part{n}_{name}": value for n, row in enumerate(PARTS, 1) for name, value in row.items() if value is not None
    }
    due = {name: f"{moment:%Y-%m-%dT%H:%M:%S}" for name, moment in LATER.items()}
    posted |= {**parts, **due, "pool": "120000", "part2_pool": "60000", "reason": "większy budżet"}
    answer = client.post(address, posted)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    divided.refresh_from_db()
    assert (divided.pool, divided.subtasks.get(number=2).pool) == (120000, 60000)
