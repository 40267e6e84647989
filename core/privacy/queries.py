"""Reads about a person: what is kept of them, who read it, what binds their account; what has ended and waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.hats import KINDS
from core.accounts.models import Hat, User
from core.audit.ledger import plain
from core.audit.models import PersonalRead
from core.jobs.models import Job, State
from core.privacy.models import OwnDataCopy
from core.privacy.retention import Rule, free, rules
from core.privacy.shares import shares
from core.signin.holdings import holdings
from core.workflow.words import subject

# How many bound rows of a kind a preview names; the rest is counted.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the copy: its heading, and rows as plain values."""

    label: str
    rows: list[dict[str, Any]]


def own_data(user: User) -> list[Part]:
    """All that is kept of a person, share by share; empty shares too, so that the copy says there is nothing."""
    return [Part(str(share.label), plain(list(share.rows(user)))) for share in shares()]


def reads_about(user: User) -> QuerySet[PersonalRead]:
    """Reads of records about the person by others, newest first."""
    about = Q(pk=None)
    for share in shares():
        for kind, ids in share.records(user).items():
            about |= Q(subject_kind=kind, subject_id__in=ids)
    return PersonalRead.objects.filter(about).exclude(user=user).order_by("-pk")


@cache
def pages() -> dict[str, str]:
    """Page as the read log names it → words; the table is named by settings.READS."""
    table: dict[str, str] = import_string(settings.READS)
    return table


@dataclass(frozen=True, slots=True)
class Seen:
    """A read as its subject is told of it: when, by which role of which unit (never by name), on which page, of what."""

    at: datetime
    reader: str
    page: str
    about: str


def seen(rows: Sequence[PersonalRead]) -> list[Seen]:
    """Reads in words; the units are asked for once."""
    pairs = {(row.hat_kind, row.hat_key) for row in rows}
    hats = Hat.objects.filter(kind__in={kind for kind, _key in pairs}, key__in={key for _kind, key in pairs})
    titles = {(kind, key): title for kind, key, title in hats.values_list("kind", "key", "title")}
    return [
        Seen(row.at, _reader(row, titles), pages().get(row.page, row.page), subject(row.subject_kind)) for row in rows
    ]


def _reader(row: PersonalRead, titles: dict[tuple[str, str], str]) -> str:
    role = KINDS[row.hat_kind].label if row.hat_kind in KINDS else str(_("osoba bez roli"))
    title = titles.get((row.hat_kind, row.hat_key), "")
    return f"{role}: {title}" if title else role


def copies(user: User) -> list[OwnDataCopy]:
    """Copies that the person may take now, newest first."""
    return list(OwnDataCopy.objects.filter(user=user).exclude(made_at=None).order_by("-pk")[:3])


def binds(user: User, on: date) -> list[str]:
    """Why a person may not be forgotten on a day, a sentence with its basis each; nothing when they may."""
    found = [text for share in shares() for text in share.binds(user, on)]
    bound = [holding.keeper.label for holding in holdings(user) if holding.keeper.binds]
    found += [_("%(label)s: najpierw przejmie je ktoś inny.") % {"label": each} for each in bound]
    return found


@dataclass(frozen=True, slots=True)
class Ended:
    """What of one rule has ended: how many rows, and those that must stay for now, by public id with the reasons."""

    label: str
    becomes: str
    months: int
    count: int
    bound: list[tuple[str, list[str]]]

    def as_row(self) -> dict[str, Any]:
        """Plain values for the result of a job: no personal data."""
        return {
            "label": self.label,
            "becomes": self.becomes,
            "months": self.months,
            "count": self.count,
            "bound": [[public_id, reasons] for public_id, reasons in self.bound],
        }


def ended(at: datetime) -> Iterable[Ended]:
    """What the next run would do, rule by rule; nothing is changed."""
    on = localdate(at)
    for rule in rules():
        rows = rule.ended(at)
        bound = [
            (str(getattr(row, "public_id", row.pk)), reasons)
            for row in (rows if _has_bounds(rule) else ())
            if (reasons := rule.binds(row, on))
        ]
        yield Ended(str(rule.label), str(rule.becomes), rule.months, rows.count() - len(bound), bound[:NAMED])


def _has_bounds(rule: Rule) -> bool:

    return rule.binds is not free


def last_job(name: str) -> Job | None:
    """The newest finished job of a name."""
    return Job.objects.filter(name=name, state=State.DONE).order_by("-pk").first()
