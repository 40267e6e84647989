"""Figures as people read them: every kind of value in its Polish form."""

from typing import Any

from competitions.annual.figures import DAY, MONEY, PERCENT, Table
from competitions.annual.snapshot import kind_of
from core.web.templatetags.polish import data, procent, zloty


def shown(value: Any, kind: str) -> str:
    """ "12 345,67 zł", "61,5%", "20 marca 2026 r."; a dash where there is nothing."""
    if value is None or value == "":
        return "–"
    if kind == MONEY:
        return zloty(value)
    if kind == PERCENT:
        return procent(value, 2)
    return data(value) if kind == DAY else str(value)


def table_rows(table: Table) -> list[dict[str, Any]]:
    """Rows of a table for a template: label, and cells with text, heading, alignment, and where their rows are."""
    return [
        {
            "label": row.label,
            "cells": [
                {
                    "text": shown(cell.value, kind_of(column, row.key)),
                    "label": column.label,
                    "number": column.kind != "text",
                    "column": column.key,
                    "row": row.key,
                    "has_rows": bool(cell.refs),
                }
                for column, cell in zip(table.columns, row.cells, strict=True)
            ],
        }
        for row in table.rows
    ]
