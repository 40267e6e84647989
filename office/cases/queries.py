"""Reads of cases for their pages."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.cases.access import classes, visible
from office.cases.models import Case, CaseQuerySet, FileClass
from office.cases.states import State


def found(rows: CaseQuerySet, asked: Mapping[str, Any], on: date) -> CaseQuerySet:
    """The cases that a filter asks for."""
    rows = rows.matching(asked.get("szukaj") or "")
    if asked.get("klasa"):
        rows = rows.filter(symbol=asked["klasa"])
    if asked.get("rok"):
        rows = rows.filter(year=asked["rok"])
    match asked.get("stan"):
        case "late":
            return rows.overdue(on)
        case "expired":
            return rows.filter(state=State.CLOSED, keep_until__lt=on)
        case str(state) if state:
            return rows.filter(state=state)
    return rows


def open_groups(actor: Actor, at: datetime) -> QuerySet[Case]:
    """Groups that take a further case this year."""
    return visible(actor, at).filter(is_group=True, state=State.OPEN, year=localdate(at).year).order_by("sign")


def classes_now(actor: Actor, at: datetime) -> QuerySet[FileClass]:
    """Classes under which a case may be registered today."""
    return FileClass.objects.filter(pk__in=classes(actor, at).values("pk")).valid(localdate(at))
