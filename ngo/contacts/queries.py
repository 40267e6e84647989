"""Reads of the other databases: which institutions are asked for."""

from datetime import date
from typing import Any

from core.tables.folding import fold
from ngo.contacts.models import InstitutionQuerySet


def asked_for(rows: InstitutionQuerySet, asked: dict[str, Any], *, on: date) -> InstitutionQuerySet:
    """The institutions that fit a filter (cleaned values of InstitutionFilter), in Polish order."""
    for word in fold(asked.get("szukaj") or "").split():
        rows = rows.filter(search_text__contains=word)
    if kind := asked.get("rodzaj"):
        rows = rows.filter(kind=kind)
    if county := asked.get("powiat"):
        rows = rows.serving(county)
    if state := asked.get("stan"):
        working = rows.active(on)
        rows = working if state == "tak" else rows.exclude(pk__in=working.values("pk"))
    return rows.order_by("sort_key", "pk")
