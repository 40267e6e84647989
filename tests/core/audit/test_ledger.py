"""The ledger: appended only, chained, verified; any change of any row is named."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import Change, faults, history, record, record_many, sealed, take_checkpoint
from core.audit.models import Checkpoint, Entry
from core.audit.triggers import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(people: Any, at: datetime, clock: Actor) -> User:
    user: User = people().user
    for verb in ("created", "renamed", "closed"):
        with transaction.atomic():
            record(user, verb, actor=clock, at=at, after={"verb": verb})
    return user


def test_chain_holds(three: User) -> None:
    assert list(faults()) == []
    assert [entry.seq for entry in Entry.objects.filter(chain=three.chain)] == [1, 2, 3]


@pytest.mark.parametrize("sql", ["UPDATE core_entry SET reason = 'x'", "DELETE FROM core_entry"])
def test_database_refuses_to_change_it(three: User, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "'forged'"),
        ("reason", "'x'"),
        ("after", """'{"verb": "other"}'"""),
        ("hat_kind", "'officer'"),
        ("subject_id", "'another'"),
        ("system", "'someone'"),
    ],
)
def test_any_changed_column_is_found(three: User, column: str, value: str) -> None:
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(f"UPDATE core_entry SET {column} = {value} WHERE chain = %s AND seq = 2", [three.chain])
    with pytest.raises(CommandError, match=rf"{three.chain} #2"):
        call_command("verify_ledger")


def test_missing_middle_and_missing_end_are_found(three: User) -> None:
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_entry WHERE seq = 3")
    assert [(fault.chain, fault.seq) for fault in faults()] == [(three.chain, 3)]


def test_chain_rewritten_from_its_start_breaks_the_checkpoint(three: User, at: datetime, clock: Actor) -> None:
    take_checkpoint(at=at)
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_entry")
        cursor.execute("DELETE FROM core_head")
    for verb in ("created", "renamed", "closed"):
        with transaction.atomic():
            record(three, verb, actor=clock, at=at, after={"verb": "forged"})
    assert any("punktem kontrolnym" in str(fault) for fault in faults())


def test_checkpoint_seals_only_what_moved(three: User, at: datetime, clock: Actor) -> None:
    take_checkpoint(at=at)
    second = take_checkpoint(at=at)
    assert second.heads == {}
    assert Checkpoint.objects.count() == 2
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_entry_outside_a_transaction_is_refused(at: datetime, clock: Actor) -> None:
    user = User.objects.create_user("a@example.org")
    with pytest.raises(RuntimeError, match="transaction"):
        record(user, "created", actor=clock, at=at)


def test_sealed_value_is_equal_to_itself_and_unreadable() -> None:
    assert sealed("44051401359") == sealed("44051401359") != sealed("44051401358")
    assert "4405" not in sealed("44051401359")


def test_many_entries_of_one_chain_are_written_at_once(three: User, at: datetime, clock: Actor) -> None:
    changes = [Change(three, "counted", after={"number": number}) for number in range(50)]
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        record_many(three.chain, changes, actor=clock, at=at)
    assert len(queries) <= 8
    assert list(faults()) == []
    assert [entry.after["number"] for entry in history(three)[3:]] == list(range(50))
