"""Importing 7,888 organisations beside bulk_create of the same rows, and importing them again beside reading them."""

from benchmarks.measure import compare, start

start()

import csv
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from core.accounts.actor import system
from core.audit.ledger import faults
from ngo.registry.actions import import_file
from ngo.registry.models import Organisation, Source

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIST = Path(__file__).parents[1] / "tests" / "data" / "registry" / "opp" / "opp_2014.csv"
TURNS = 5


class Undone(Exception):
    """Ends a transaction so that the next turn finds the database as it was."""


def ours(*, keep: bool = False) -> None:
    try:
        with LIST.open("rb") as file, transaction.atomic():
            import_file(file, name=LIST.name, actor=system("pomiar"), at=AT)
            if not keep:
                raise Undone
    except Undone:
        pass


def rows() -> list[Organisation]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return [
            Organisation(name=row["nazwa"], krs=row["krs"], sort_key=row["nazwa"][:200], source=Source.OPP_LIST)
            for row in csv.DictReader(file)
        ]


def plain() -> None:
    try:
        with transaction.atomic():
            Organisation.objects.bulk_create(rows())
            raise Undone
    except Undone:
        pass


def reading() -> None:
    known = {each.krs: each for each in Organisation.objects.all()}
    assert all(known[row.krs].name == row.name for row in rows())


if __name__ == "__main__":
    compare("first import of 7,888 rows", ours, plain, turns=TURNS)
    ours(keep=True)
    compare("import of the same file again", ours, reading, turns=TURNS)
    assert list(faults()) == []
