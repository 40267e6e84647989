"""Reads of the book of controls: what a filter asks for, with how many recommendations wait."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q

from office.controls.models import ControlQuerySet
from office.controls.states import Progress


def found(rows: ControlQuerySet, asked: Mapping[str, Any], on: date) -> ControlQuerySet:
    """Controls that a filter asks for, the newest first, with how many recommendations they have and how many wait."""
    rows = rows.matching(asked.get("szukaj") or "")
    if asked.get("komorka"):
        rows = rows.filter(unit__code=asked["komorka"])
    if asked.get("od"):
        rows = rows.filter(begins_on__gte=asked["od"])
    if asked.get("do"):
        rows = rows.filter(begins_on__lte=asked["do"])
    match asked.get("stan"):
        case "late":
            rows = rows.overdue(on)
        case str(state) if state:
            rows = rows.filter(state=state)
    undone = Q(recommendations__state=Progress.OPEN)
    return rows.order_by("-year", "-number").annotate(
        told=Count("recommendations"),
        undone=Count("recommendations", filter=undone),
        late=Count("recommendations", filter=undone & Q(recommendations__due_on__lt=on)),
    )
