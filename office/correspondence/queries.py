"""Reads of correspondence: what a list asks for, to whom a letter may be decreed, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from core.accounts.actor import Actor
from core.accounts.models import Hat
from office.correspondence.models import Letter, LetterQuerySet
from office.correspondence.states import OPEN, State
from office.structure.hats import STAFF
from office.structure.models import Unit

RECIPIENTS = list[tuple[str, list[tuple[str, str]]]]


def found(rows: LetterQuerySet, asked: Mapping[str, Any], on: date) -> LetterQuerySet:
    """The letters that a filter asks for, in the order it asks for."""
    rows = rows.matching(asked.get("szukaj") or "")
    exact = {"kanal": "channel", "adresat": "addressee", "rodzaj": "kind", "komorka": "unit_to__code"}
    for name, field in exact.items():
        if asked.get(name):
            rows = rows.filter(**{field: asked[name]})
    if asked.get("od"):
        rows = rows.filter(received_on__gte=asked["od"])
    if asked.get("do"):
        rows = rows.filter(received_on__lte=asked["do"])
    match asked.get("stan"):
        case "late":
            rows = rows.overdue(on)
        case "open":
            rows = rows.waiting()
        case str(state) if state:
            rows = rows.filter(state=state)
    return rows.order_by("due_on", "pk") if asked.get("porzadek") == "termin" else rows.order_by("-year", "-number")


def last_entered(rows: LetterQuerySet, actor: Actor) -> Letter | None:
    """The letter that the actor registered last: its channel, addressee and day are likely those of the next one."""
    return rows.filter(entered_by=actor.user).order_by("-pk").first()


def recipients(on: date, unit: str = "") -> RECIPIENTS:
    """To whom a letter may be decreed, by unit: the unit as a whole ("KMI") and its people ("KMI:public id")."""
    there = Unit.objects.valid(on)
    units = there.filter(code=unit) if unit else there
    worn = Hat.objects.worn().filter(kind__in=STAFF, key__in=units.values("code"), user__is_active=True)
    people: dict[str, dict[str, str]] = {}
    for hat in worn.select_related("user").order_by("user__sort_key", "user__pk"):
        people.setdefault(hat.key, {})[f"{hat.key}:{hat.user.public_id}"] = str(hat.user)
    return [
        (each.symbol, [(each.code, f"{each.symbol} – cała komórka"), *people.get(each.code, {}).items()])
        for each in units
    ]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many letters wait, and for what."""

    waiting: int
    late: int
    to_decree: int
    to_hand: int


def counted(rows: LetterQuerySet, on: date) -> Counted:
    """What waits among letters, in one look."""
    told = rows.filter(state__in=OPEN).aggregate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=on)),
        to_decree=Count("pk", filter=Q(state=State.REGISTERED)),
        to_hand=Count("pk", filter=Q(state=State.DECREED)),
    )
    return Counted(**told)
