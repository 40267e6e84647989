"""What has a term: each stage offers a source, config/desks.py lists them (settings.TERMS); all are asked in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.terms.access import stood_in_by, told_to

# The columns of a term, in order.
COLUMNS = ("t_source", "t_ref", "t_sign", "t_title", "t_due", "t_unit", "t_user", "t_person")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose terms are asked for: "own" (with those one stands in for), of the "unit", or "all" that the actor sees."""

    actor: Actor
    at: datetime
    scope: str = "own"

    @property
    def day(self) -> date:
        return localdate(self.at)

    def whose(self, source: str, *, ref: str, unit: str, person: str = "") -> Q:
        """Rows of the scope: `ref`, `unit` (its code) and `person` are the paths of a stage to those; a unit has what it took over.

        Nobody's term is one of everybody of its unit, and so is each of a stage that has no persons; a term that was escalated to
        a person is theirs too.
        """
        if self.scope == "all":
            return Q()
        ours = Q(**{unit: self.actor.key})
        if after := _taken_over(unit):
            ours |= Q(**{after: self.actor.key})
        if self.scope == "unit":
            return ours
        told = Q(**{f"{ref}__in": told_to(self.actor.person, source)})
        if not person:
            return ours | told
        mine = Q(**{person: self.actor.user}) | Q(**{f"{person}__in": stood_in_by(self.actor.person, self.day)})
        return mine | (ours & Q(**{person: None})) | told


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of things with a term: what people call it, the route of its page by its ref, its rows (see `told`).

    `subject` is the kind under which the ledger knows them, where their titles tell of persons, so that a read is noted.
    """

    code: str
    label: str | Promise
    route: str
    rows: "Callable[[Asked], QuerySet[Any] | None]"
    subject: str = ""


def told(
    rows: "QuerySet[Any]", source: str, *, ref: str, sign: str, title: str, due: str, unit: Any, person: str = ""
) -> "QuerySet[Any]":
    """Rows of a stage as terms, to be put beside those of other stages; `unit` is a path to its code or a value of it."""
    text = CharField()
    user: Any = F(f"{person}_id") if person else Cast(Value(None), BigIntegerField())
    name: Any = Cast(F(f"{person}__name"), text) if person else Value("", text)
    return (
        rows.order_by()
        .annotate(
            t_source=Value(source, text),
            t_ref=Cast(F(ref), text),
            t_sign=Cast(F(sign), text),
            t_title=Cast(F(title), text),
            t_due=Cast(F(due), DateField()),
            t_unit=_code(unit) if isinstance(unit, str) else unit,
            t_user=user,
            t_person=name,
        )
        .values_list(*COLUMNS)
    )


def _code(unit: str) -> Any:
    """The code of the unit that has the functions of the one whose code is at a path."""
    after = _taken_over(unit)
    return Cast(Coalesce(after, unit) if after else F(unit), CharField())


def _taken_over(unit: str) -> str:
    """From the path to the code of a unit, that to the code of its successor; none for a code that was worked out."""
    return f"{unit.removesuffix('code')}successor__code" if unit.endswith("__code") else ""


@cache
def sources() -> dict[str, Source]:
    """All sources by code, in order, from the table that settings.TERMS names."""
    paths: tuple[str, ...] = import_string(settings.TERMS)
    found = (import_string(path) for path in paths)
    return {source.code: source for source in found}
