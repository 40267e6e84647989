"""How far a job is, told beside the database: SQLite has one writer at a time, and a job that writes for long is that one.

Until it commits, nobody else could write its progress into the row; a file can be written and read meanwhile.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.db import connection

# How long a writer beside the handler waits for its turn (milliseconds), before it tries again at the next beat.
TURN = 200


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total`, and in words."""

    done: int
    total: int
    label: str


def is_needed() -> bool:
    """Whether the database has one writer only."""
    return bool(connection.vendor == "sqlite")


def tell(job: str, progress: Progress) -> None:
    """Keep how far the job with a public id is, as long as a job may run."""
    caches["progress"].set(job, progress, timeout=settings.JOB_LIMIT_SECONDS)


def told(job: str) -> Progress | None:
    """What was told of a job beside the database."""
    found: Progress | None = caches["progress"].get(job) if is_needed() else None
    return found


def forget(job: str) -> None:
    """The attempt is over: the row says how."""
    caches["progress"].delete(job)


def be_quick() -> None:
    """Let this connection not wait long for the one writer."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {TURN}")
