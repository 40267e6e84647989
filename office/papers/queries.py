"""Reads of papers to sign: what a filter asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from office.papers.models import PaperQuerySet


def found(rows: PaperQuerySet, asked: Mapping[str, Any], on: date) -> PaperQuerySet:
    """Papers that a filter asks for: those that wait first, the nearest day on top."""
    rows = rows.matching(asked.get("szukaj") or "")
    if asked.get("komorka"):
        rows = rows.filter(unit__code=asked["komorka"])
    if asked.get("podpisuje"):
        rows = rows.filter(signatory=asked["podpisuje"])
    match asked.get("stan"):
        case "late":
            return rows.overdue(on).order_by("due_on", "pk")
        case "live":
            return rows.live().order_by("due_on", "pk")
        case str(state) if state:
            return rows.filter(state=state)
    return rows
