"""Figures of the running installation, for the administrator's page and for metrics."""

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

import django
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, QuerySet, Sum, Value

from core.audit.models import Checkpoint
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.models import State as JobState
from core.notices.models import Notice
from core.notices.models import State as LetterState

FAILURES_SHOWN = timedelta(days=14)
SIGN_INS_SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows are in a state, and since when the oldest of them is there."""

    state: str
    label: str
    count: int
    oldest: datetime | None


def tallies() -> dict[str, list[Tally]]:
    """Jobs and letters of the outbox by state ("jobs", "letters"), every state in its order; asked for at once."""
    counted = _counted(Job.objects.all(), "jobs").union(_counted(Notice.objects.all(), "letters"), all=True)
    found = {(row["what"], row["state"]): row for row in counted}
    return {
        what: [_tally(state, found.get((what, state.value))) for state in states]
        for what, states in (("jobs", JobState), ("letters", LetterState))
    }


def _counted(rows: "QuerySet[Any]", what: str) -> "QuerySet[Any]":
    states = rows.order_by().values("state").annotate(what=Value(what), count=Count("pk"), oldest=Min("created_at"))
    return states.values("what", "state", "count", "oldest")


def _tally(state: Any, row: dict[str, Any] | None) -> Tally:
    count, oldest = (row["count"], row["oldest"]) if row else (0, None)
    return Tally(state.value, str(state.label), count, oldest)


def failed_jobs(at: datetime, limit: int) -> list[Job]:
    """The newest jobs that failed in the last two weeks."""
    rows = Job.objects.filter(state=JobState.FAILED, finished_at__gte=at - FAILURES_SHOWN)
    return list(rows.order_by("-finished_at", "-pk")[:limit])


def sign_ins(at: datetime, limit: int) -> list[UserSession]:
    """The newest sign-ins of the last week whose sessions are still open, with their users."""
    rows = UserSession.objects.filter(created_at__gte=at - SIGN_INS_SHOWN).select_related("user")
    return list(rows.order_by("-created_at", "-pk")[:limit])


def last_checkpoint() -> Checkpoint | None:
    """The newest seal over the ledger, without its heads."""
    return Checkpoint.objects.defer("heads").order_by("-pk").first()


def documents() -> tuple[int, int]:
    """How many documents have been issued, and how many bytes they take."""
    found = Document.objects.aggregate(count=Count("pk"), size=Sum("size"))
    return found["count"], found["size"] or 0


@dataclass(frozen=True, slots=True)
class Disk:
    """Room on the disk that holds the installation's data, in bytes."""

    total: int
    free: int

    @property
    def used_percent(self) -> int:
        return round(100 * (self.total - self.free) / self.total)


def disk() -> Disk:
    """Room where the data lie."""
    usage = shutil.disk_usage(settings.VAR_DIR)
    return Disk(usage.total, usage.free)


def versions() -> dict[str, str]:
    """What runs here: name → version."""
    number = ".".join(str(part) for part in connection.get_database_version())
    return {
        "Pożytek": settings.VERSION,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: number,
        "WeasyPrint": version("weasyprint"),
    }
