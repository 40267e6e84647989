"""What the system keeps of a person: each stage says its share, which goes into the copy and tells what was read and what binds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from core.accounts.models import User

# Rows of a share: Polish name of a value → value.
Rows = Sequence[Mapping[str, Any]]


def no_records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Of a share whose records are not about the person."""
    return {}


def unbound(user: User, on: date) -> list[str]:
    """Of a share that nothing else relies on."""
    return []


def kept(user: User, *, at: datetime) -> None:
    """Of a share that stays when the account is anonymised: it names the account alone."""


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of what is kept of a person.

    `covers` are the relations to the account that it tells of ("core.hat.user"); `rows(user)` gives the person's own data and nothing about anybody else;
    `records(user)` gives the records about the person as the read log knows them: kind → their public ids, a queryset of one
    column; `binds(user, on)` says, a sentence with its basis each, why the person may not be forgotten on that day;
    `forget(user, at=…)` takes personal data off what stays when the account is anonymised, in the caller's transaction.
    """

    label: str | Promise
    covers: tuple[str, ...]
    rows: Callable[[User], Rows]
    records: "Callable[[User], Mapping[str, QuerySet[Any]]]" = no_records
    binds: Callable[[User, date], list[str]] = unbound
    forget: Callable[..., None] = kept


@cache
def shares() -> tuple[Share, ...]:
    """All shares, in order, from the table that settings.OWN_DATA names."""
    paths: tuple[str, ...] = import_string(settings.OWN_DATA)
    return tuple(import_string(path) for path in paths)


def case_files_until(ended: date) -> date:
    """The first day on which files of a case that ended on that day need not be kept: whole years after its year."""
    return date(ended.year + 1 + settings.PRIVACY["terms"]["case_files"] // 12, 1, 1)
