"""An offer's content as people read it: the official form's sections with values, for pages and PDF alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.web.templatetags.polish import data, procent, zloty
from law.forms import Column, Field, amount, day, form
from law.offer import Totals, shares, totals, value_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value: text, or a table with its header and rows."""

    number: str
    label: str
    text: str = ""
    header: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSection:
    code: str
    title: str
    fields: tuple[Shown, ...]


def sections(version: str, content: Mapping[str, Any], known: Mapping[str, str] | None = None) -> list[ShownSection]:
    """Every section of a form version in the statutory order; `known` are texts of fields that are never typed."""
    computed = {**_computed(totals(content)), **(known or {})}
    return [
        ShownSection(section.code, section.title, tuple(_shown(field, content, computed) for field in section.fields))
        for section in form(version).sections
    ]


def _computed(sums: Totals) -> dict[str, str]:
    parts = shares([sums.grant, sums.own, sums.recipients])
    return {
        "V.B.1": zloty(sums.total),
        "V.B.2": f"{zloty(sums.grant)} ({procent(parts[0], 2)})",
        "V.B.3": f"{zloty(sums.own)} ({procent(parts[1], 2)})",
        "V.B.4": f"{zloty(sums.recipients)} ({procent(parts[2], 2)})",
    }


def _shown(field: Field, content: Mapping[str, Any], computed: Mapping[str, str]) -> Shown:
    if field.type == "table":
        rows = content.get(field.code) or []
        return Shown(
            field.number,
            field.label,
            header=field.columns,
            rows=tuple(tuple(_cell(column, row) for column in field.columns) for row in rows),
        )
    value = content.get(field.code, "")
    return Shown(field.number, field.label, computed.get(field.code) or _text(field, value))


def _text(field: Field, value: str) -> str:
    if not value:
        return "nie dotyczy" if not field.required else ""
    if field.type == "date":
        return data(day(value)) or value
    if field.type == "money":
        return zloty(amount(value)) if amount(value) is not None else value
    if field.type == "choice":
        return dict(field.choices).get(value, value)
    return "tak" if field.type == "flag" else value


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = row.get(column.code, "")
    if column.type == "auto":
        computed = value_of(row)
        return zloty(computed) if computed is not None else ""
    if column.type == "money" and amount(value) is not None:
        return zloty(Decimal(amount(value) or 0))
    return str(value)
