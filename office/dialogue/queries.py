"""Reads of the council's service: what filters ask for, who sat on a day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from core.accounts.actor import Actor
from core.tables.folding import fold
from office.dialogue import access
from office.dialogue.models import CouncilSitting, Position, Seat
from office.dialogue.states import PositionState


def positions_found(rows: QuerySet[Position], asked: Mapping[str, Any], on: date) -> QuerySet[Position]:
    """Positions and opinions that a filter asks for, the newest first."""
    for word in fold(asked.get("szukaj") or "").split()[:12]:
        rows = rows.filter(search_key__contains=word)
    if asked.get("rok"):
        rows = rows.filter(year=asked["rok"])
    match asked.get("stan"):
        case "late":
            rows = rows.filter(state=PositionState.SENT, answer_due__lt=on)
        case str(state) if state:
            rows = rows.filter(state=state)
    return rows


def sittings_found(rows: QuerySet[CouncilSitting], asked: Mapping[str, Any]) -> QuerySet[CouncilSitting]:
    """Sittings that a filter asks for, with how many were there."""
    if asked.get("rodzaj"):
        rows = rows.filter(kind=asked["rodzaj"])
    if asked.get("rok"):
        rows = rows.filter(year=asked["rok"])
    return rows.order_by("-starts_at", "-pk").annotate(there=Count("present"))


def seats_on(actor: Actor, day: date, at: datetime) -> QuerySet[Seat]:
    """Who sits on the council on a day."""
    return access.seats(actor, at).filter(pk__in=Seat.on(day).values("pk"))
