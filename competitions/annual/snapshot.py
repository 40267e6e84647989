"""The frozen form of the tables: to JSON and back, and the sums that must agree; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from competitions.annual.figures import DAY, MONEY, PERCENT, Cell, Column, Row, Table
from core.audit.ledger import plain
from core.workflow.refusal import Refusal


class FiguresDisagree(Refusal):
    """Two tables that must have the same sum do not."""

    code = "figures-disagree"

    def __init__(self, pairs: Sequence[tuple[str, Decimal, str, Decimal]]) -> None:
        super().__init__(str(pairs))
        self.pairs = pairs

    @property
    def sentences(self) -> list[str]:
        return [
            _("Suma %(one)s (%(a)s zł) różni się od sumy %(two)s (%(b)s zł). Sprawdź umowy, których to dotyczy.")
            % {"one": one, "a": a, "two": two, "b": b}
            for one, a, two, b in self.pairs
        ]


def check(tables: Sequence[Table]) -> None:
    """Raise FiguresDisagree unless the amount of agreements is one and the same in T5, T6, A1 and T0."""
    by_code = {table.code: table for table in tables}
    contracted = by_code["T5"].total("contracted")
    t0 = next(row for row in by_code["T0"].rows if row.key.startswith("amount:")).cells[0].value
    others = [("T6", by_code["T6"].total("amount")), ("A1", by_code["A1"].total("amount")), ("T0", t0)]
    wrong = [("T5", contracted, code, total) for code, total in others if total != contracted]
    if wrong:
        raise FiguresDisagree(wrong)


def freeze(tables: Sequence[Table]) -> dict[str, Any]:
    """JSON of the tables; amounts and shares as strings, days in ISO 8601."""
    return {
        table.code: {
            "title": table.title,
            "columns": [[column.key, column.label, column.kind] for column in table.columns],
            "rows": [
                {
                    "key": row.key,
                    "label": row.label,
                    "cells": [[plain(cell.value), list(cell.refs)] for cell in row.cells],
                }
                for row in table.rows
            ],
        }
        for table in tables
    }


def thaw(frozen: Mapping[str, Any]) -> tuple[Table, ...]:
    """The tables of a snapshot, with the same values that were frozen."""
    tables = []
    for code, table in frozen.items():
        columns = tuple(Column(*column) for column in table["columns"])
        rows = tuple(
            Row(
                row["key"],
                row["label"],
                tuple(
                    Cell(_value(value, kind_of(column, row["key"])), tuple(refs))
                    for column, (value, refs) in zip(columns, row["cells"], strict=True)
                ),
            )
            for row in table["rows"]
        )
        tables.append(Table(code, table["title"], columns, rows))
    return tuple(sorted(tables, key=lambda table: ("T0", "T3", "T4", "T5", "T6", "A1").index(table.code)))


def kind_of(column: Column, row_key: str) -> str:
    """The kind of a cell: the column's, or the row's own where a column mixes kinds ("amount:money")."""
    return row_key.rpartition(":")[2] if column.kind == "mixed" else column.kind


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind in (MONEY, PERCENT):
        return Decimal(value)
    return date.fromisoformat(value) if kind == DAY else value
