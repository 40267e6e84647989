"""A hundred entries of the ledger in one transaction beside a hundred bare INSERTs of the same rows."""

from benchmarks.measure import compare, start

start()

from datetime import UTC, datetime
from itertools import count

from django.db import connection, transaction

from core.accounts.actor import system
from core.audit.ledger import record
from core.audit.models import Entry

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRIES = 100
numbers = count(1)


class Subject:
    """A case of its own."""

    def __init__(self) -> None:
        self.pk = next(numbers)

    @property
    def chain(self) -> str:
        return f"benchmark:{self.pk}"


@transaction.atomic
def ours() -> None:
    subject, actor = Subject(), system("pomiar")
    for number in range(ENTRIES):
        record(subject, "submit", actor=actor, at=AT, before={"state": "draft"}, after={"state": "done", "n": number})


@transaction.atomic
def plain() -> None:
    subject = Subject()
    fields = [field for field in Entry._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        for number in range(ENTRIES):
            entry = Entry(
                chain=f"plain:{subject.pk}", seq=number + 1, at=AT, system="pomiar", verb="submit", subject_kind="subject",
                subject_id=str(subject.pk), before={"state": "draft"}, after={"state": "done", "n": number},
                previous_hash="", hash=f"{subject.pk}:{number}",
            )  # fmt: skip
            values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
            cursor.execute(f'INSERT INTO "{Entry._meta.db_table}" ({columns}) VALUES ({marks})', values)


if __name__ == "__main__":
    compare(f"{ENTRIES} entries", ours, plain, turns=15)
