"""Reads of the book of controls: what a filter asks for, how much is at work."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.controls import access
from office.controls.models import ControlQuerySet, overdue
from office.controls.states import Progress, State


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


def at_work(actor: Actor, at: datetime) -> tuple[int, int]:
    """How many controls go on or wait for anything, and how many of them have something late."""
    on = localdate(at)
    live = Q(state__in=(State.OPEN, State.REPORTED, State.FOLLOWED))
    rows = access.visible(actor, at).order_by()
    found = rows.aggregate(live=Count("pk", filter=live), late=Count("pk", filter=overdue(on)))
    return found["live"], found["late"]
