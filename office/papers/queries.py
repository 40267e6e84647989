"""Reads of papers to sign: what a filter asks for, how much is at work."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.papers import access
from office.papers.models import PaperQuerySet
from office.papers.states import LIVE


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


def at_work(actor: Actor, at: datetime) -> tuple[int, int]:
    """How many papers that the actor sees wait for anything, and how many of them are late."""
    live = Q(state__in=LIVE)
    rows = access.visible(actor, at).order_by()
    found = rows.aggregate(live=Count("pk", filter=live), late=Count("pk", filter=live & Q(due_on__lt=localdate(at))))
    return found["live"], found["late"]
