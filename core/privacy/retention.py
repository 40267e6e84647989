"""What ends: each stage says which of its rows have outlived their time and how personal data are taken off them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, make_aware

from law.calendar import add_months


def free(row: Any, on: date) -> list[str]:
    """Of rows that nothing else relies on."""
    return []


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of rows that end.

    `code` names its months in the terms of config/privacy.toml. `due(before)` gives the rows whose time began before that
    moment and that still hold personal data, so that a second run finds nothing; `forget(rows, at=…)` takes the data off, in
    the caller's transaction; `binds(row, on)` says why one must stay for now.
    """

    code: str
    label: str | Promise
    becomes: str | Promise
    due: "Callable[[datetime], QuerySet[Any]]"
    forget: Callable[..., None]
    binds: Callable[[Any, date], list[str]] = free

    @property
    def months(self) -> int:
        """How long the rows are kept."""
        return int(settings.PRIVACY["terms"][self.code])

    def ended(self, at: datetime) -> "QuerySet[Any]":
        """Rows whose time is over at a moment, oldest first."""
        before = add_months(localdate(at), -self.months, roll=False)
        return self.due(make_aware(datetime.combine(before, time.min))).order_by("pk")


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order, from the table that settings.RETENTION names."""
    paths: tuple[str, ...] = import_string(settings.RETENTION)
    return tuple(import_string(path) for path in paths)


def delete(rows: Iterable[Any], *, at: datetime) -> None:
    """Forgetting by deleting, for rows that are of no use without the person."""
    for row in rows:
        row.delete()
