"""Reads of the Board's work: what a filter asks for, sittings that collect items, who sits and who is there."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.accounts.actor import Actor
from office.board import access
from office.board.models import BoardItemQuerySet, BoardMember, Sitting
from office.board.states import UNSETTLED, ItemState, State


def sittings_found(rows: QuerySet[Sitting], asked: Mapping[str, Any]) -> QuerySet[Sitting]:
    """Sittings that a filter asks for, the newest first, with how many items they have and how many wait."""
    if asked.get("rok"):
        rows = rows.filter(year=asked["rok"])
    if asked.get("stan"):
        rows = rows.filter(state=asked["stan"])
    standing = ~Q(items__state=ItemState.WITHDRAWN)
    return rows.order_by("-starts_at", "-pk").annotate(
        agenda=Count("items", filter=standing), unsettled=Count("items", filter=Q(items__state__in=UNSETTLED))
    )


def items_found(rows: BoardItemQuerySet, asked: Mapping[str, Any]) -> BoardItemQuerySet:
    """Items that a filter asks for, those of the newest sitting first."""
    rows = rows.matching(asked.get("szukaj") or "")
    if asked.get("stan"):
        rows = rows.filter(state=asked["stan"])
    if asked.get("komorka"):
        rows = rows.filter(unit__code=asked["komorka"])
    return rows.order_by("-sitting__starts_at", "place", "pk")


def collecting(actor: Actor, at: datetime) -> QuerySet[Sitting]:
    """Sittings to which an item can be sent or moved, the nearest first."""
    return access.sittings(actor, at).filter(state=State.PLANNED).order_by("starts_at")


def members_on(actor: Actor, on: date, at: datetime) -> QuerySet[BoardMember]:
    """Who sits on the Board on a day, the marshal first."""
    return access.members(actor, at).filter(pk__in=BoardMember.objects.valid(on).values("pk"))


def present_members(sitting: Sitting) -> list[BoardMember]:
    """Who is at a sitting, the marshal first."""
    return [row.member for row in sitting.presences.select_related("member")]
