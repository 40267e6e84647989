"""Registers as people read them: rows of lists, facts of an entry, tables to take away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from office.registers.models import Entry
from office.registers.schema import Field, Register
from office.registers.values import shown

Units = Mapping[str, str]


def listed(register: Register, fields: Iterable[Field]) -> list[Field]:
    """The columns of a register that its reader sees, but for the title of an entry."""
    seen = {field.code: field for field in fields}
    return [seen[code] for code in register.columns if code in seen and code != register.heading]


def columns(register: Register, fields: Sequence[Field], order: str, address: str) -> list[dict[str, str]]:
    """The heads of a list; those of fields with keys sort it. `address` is the list as asked, without its order."""
    heads = [{"label": _("Numer")}, _head(register.field(register.heading), order, address)]
    heads += [_head(field, order, address) for field in fields]
    return [*heads, {"label": _("Najbliższy termin")}] if register.terms else heads


def _head(field: Field, order: str, address: str) -> dict[str, str]:
    if not field.filterable or field.kind == "choices":
        return {"label": field.label}
    sorted_now = {field.code: "ascending", f"-{field.code}": "descending"}.get(order, "")
    turned = f"-{field.code}" if order == field.code else field.code
    return {"label": field.label, "url": f"?{address}porzadek={turned}", "sorted": sorted_now}


def row(entry: Entry, register: Register, fields: Sequence[Field], units: Units, on: date) -> dict[str, Any]:
    """An entry in a list."""
    head: dict[str, Any] = {"text": entry.sign}
    if entry.cancelled_at:
        head["tag"] = _("unieważniony")
    cells: list[dict[str, Any]] = [head, {"text": entry.title, "label": register.field(register.heading).label}]
    for field in fields:
        text = shown(field, entry.particulars.get(field.code), units)
        cells.append({"text": text or "–", "label": field.label, "number": field.kind in ("integer", "amount")})
    if register.terms:
        due = entry.due_on if entry.cancelled_at is None else None
        late = bool(due and due < on)
        text = f"{data(due)} – {_('po terminie')}" if late else data(due) or "–"
        cells.append({"text": text, "label": _("Najbliższy termin"), "tone": "bad" if late else ""})
    return {"url": reverse("entry", args=[entry.public_id]), "cells": cells}


def facts(entry: Entry, fields: Iterable[Field], units: Units) -> list[dict[str, str]]:
    """What fields of an entry say, without the empty ones."""
    said = ((field.label, shown(field, entry.particulars.get(field.code), units)) for field in fields)
    return [{"label": label, "value": text} for label, text in said if text]


def headings(fields: Sequence[Field]) -> list[str]:
    """The heads of a table to take away, which are those of a table that is taken over."""
    return [_("Numer"), *(field.label for field in fields)]


def table(entries: Iterable[Entry], fields: Sequence[Field]) -> Iterator[list[str]]:
    """Entries as rows of a table that can be taken over again: days in ISO 8601, names of lists as people call them."""
    for entry in entries:
        yield [entry.sign, *(_cell(field, entry.particulars.get(field.code)) for field in fields)]


def _cell(field: Field, value: Any) -> str:
    if field.kind in ("date", "amount", "unit"):
        return str(value or "")
    return shown(field, value, {})
