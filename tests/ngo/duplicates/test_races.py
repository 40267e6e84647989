"""Two clerks at the same moment, each in a connection of their own: one wins, the other is told, nothing is half done."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from core.accounts.actor import Actor, system
from core.audit.ledger import faults
from core.workflow.refusal import Refusal
from ngo.duplicates.actions import merge, undo
from ngo.duplicates.models import Merge
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation
from tests.competitions.test_races import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time (BEGIN IMMEDIATE), and its test database in memory has no second one",
    ),
]
CLERK: Actor = system("test")


def pair(at: datetime) -> tuple[Organisation, Organisation]:
    one = register({"name": "Fundacja Ćma", "krs": "1"}, actor=CLERK, at=at)
    return one, register({"name": "Fundacja Ćma", "nip": "6891178090"}, actor=CLERK, at=at)


def test_two_clerks_merge_the_same_pair_each_the_other_way(at: datetime) -> None:
    one, other = pair(at)

    def join(kept: Organisation, absorbed: Organisation) -> Any:
        return merge(kept, absorbed, take=[], reason="jedna", actor=CLERK, at=at)

    outcomes = together(lambda: join(one, other), lambda: join(other, one), lambda: join(one, other))
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 2
    assert Merge.objects.count() == 1
    assert Organisation.objects.filter(merged_into=None).count() == 1
    assert Organisation.objects.get(krs="0000000001").merged_into is None
    assert list(faults()) == []


def test_two_clerks_undo_at_once_and_one_merges_on(at: datetime) -> None:
    one, other = pair(at)
    made = merge(one, other, take=["nip"], reason="jedna", actor=CLERK, at=at)
    outcomes = together(*[lambda: undo(made, reason="dwie", actor=CLERK, at=at)] * 3)
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 2
    assert list(Organisation.objects.order_by("pk").values_list("krs", "nip", "merged_into")) == [
        ("0000000001", "", None),
        (None, "6891178090", None),
    ]
    assert list(faults()) == []
