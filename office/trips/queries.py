"""What is asked of trips: a list as a filter asks for it, who may travel, sums by kind of cost."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.structure.access import directory
from office.structure.models import Appointment
from office.trips.costs import by_kind
from office.trips.models import Cost, CostKind, TripQuerySet


def found(rows: TripQuerySet, asked: Mapping[str, Any], on: date) -> TripQuerySet:
    """The trips that a filter asks for."""
    rows = rows.matching(asked.get("szukaj") or "")
    if asked.get("rodzaj"):
        rows = rows.filter(kind=asked["rodzaj"])
    if asked.get("rok"):
        rows = rows.filter(year=asked["rok"])
    if asked.get("od"):
        rows = rows.filter(ends_on__gte=asked["od"])
    if asked.get("do"):
        rows = rows.filter(starts_on__lte=asked["do"])
    match asked.get("stan"):
        case "late":
            return rows.overdue(on)
        case str(state) if state:
            return rows.filter(state=state)
    return rows


def colleagues(actor: Actor, at: datetime) -> QuerySet[Appointment]:
    """People in posts of the office who may travel."""
    return directory(actor, at).valid(localdate(at)).exclude(name="")


def sums(costs: Iterable[Cost]) -> list[tuple[str, Decimal, Decimal]]:
    """(kind in words, planned, actual) in PLN."""
    rows = ((each.kind, each.side, each.pln) for each in costs)
    return [(str(CostKind(kind).label), planned, actual) for kind, planned, actual in by_kind(rows)]
