"""Reads of the auditor: filters, the last verification, whether what is shown of a chain holds together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import make_aware

from core.audit.ledger import digest
from core.audit.models import Checkpoint, Entry, PersonalRead, Verification

Row = TypeVar("Row", bound=Model)


def on_days(rows: "QuerySet[Row]", since: date | None, until: date | None) -> "QuerySet[Row]":
    """Rows of the days from `since` to `until`, both in, by the office's clock."""
    if since:
        rows = rows.filter(at__gte=make_aware(datetime.combine(since, time.min)))
    if until:
        rows = rows.filter(at__lt=make_aware(datetime.combine(until + timedelta(days=1), time.min)))
    return rows


def by_person(rows: "QuerySet[Row]", who: str) -> "QuerySet[Row]":
    """Rows of people with all these words in their name or address."""
    for part in who.split():
        rows = rows.filter(Q(user__name__icontains=part) | Q(user__email__icontains=part))
    return rows


def narrowed(
    rows: "QuerySet[Entry]",
    *,
    chain: str = "",
    verb: str = "",
    who: str = "",
    since: date | None = None,
    until: date | None = None,
) -> "QuerySet[Entry]":
    """Entries of a chain (its key or the beginning of it), of a verb, of a person or a system actor, of some days."""
    if chain:
        rows = rows.filter(chain__startswith=chain)
    if verb:
        rows = rows.filter(verb=verb)
    if who:
        people = by_person(rows, who)
        rows = people | rows.filter(system__icontains=who)
    return on_days(rows, since, until)


def narrowed_reads(
    rows: "QuerySet[PersonalRead]",
    *,
    subject: str = "",
    who: str = "",
    since: date | None = None,
    until: date | None = None,
) -> "QuerySet[PersonalRead]":
    """Reads of one subject, by a person, of some days."""
    if subject:
        rows = rows.filter(subject_id=subject)
    return on_days(by_person(rows, who), since, until)


def last_verification() -> Verification | None:
    """What the newest walk over the ledger found."""
    return Verification.objects.order_by("-pk").first()


def last_checkpoint() -> Checkpoint | None:
    """The newest seal over all chains."""
    return Checkpoint.objects.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an entry changed: its name, before, after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the page of its chain shows it; `sound` says whether it is as it was written."""

    entry: Entry
    changes: list[Change]
    sound: bool


def shown(entries: Sequence[Entry]) -> list[Shown]:
    """Entries of one chain in their order, each with its changes, checked against its hash and the entry before."""
    rows: list[Shown] = []
    previous: str | None = None
    for entry in entries:
        sound = digest(entry) == entry.hash and previous in (None, entry.previous_hash)
        names = dict.fromkeys([*entry.before, *entry.after])
        changes = [Change(name, entry.before.get(name), entry.after.get(name)) for name in names]
        rows.append(Shown(entry, changes, sound))
        previous = entry.hash
    return rows
