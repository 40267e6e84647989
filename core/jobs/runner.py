"""Running jobs: taking the lease, keeping it, ending or trying again; sweeping up what was left."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.accounts.actor import Actor, system
from core.jobs import aside
from core.jobs.actions import CLOCK, RUN
from core.jobs.handlers import HANDLERS
from core.jobs.models import Job, State
from core.notices.delivery import DELIVER
from core.notices.models import Notice
from core.wake import wake
from core.workflow.refusal import Conflict, Refusal

log = logging.getLogger(__name__)

# Progress is written at most this often (seconds), however often a handler reports it.
BEAT = 0.5
# How many sleeping jobs one sweep wakes, so that a long queue is not drowned in messages.
SWEEP = 100


class LeaseLost(Exception):
    """The lease ran out and another worker may have the job now: stop working."""


class Run:
    """One attempt at a job, given to its handler: who acts, at which moment, and how far it is.

    `at` is the moment the work is done at, so a document made for a played past carries its date, and so does the end of
    the job; leases are facts of the machine and follow the real clock.
    """

    def __init__(self, job: Job, at: datetime) -> None:
        self.job = job
        self.at = at
        self.actor: Actor = system(f"zadanie {job.name}")
        self.lost = False
        self._done, self._total, self._label = 0, 0, ""
        self._told = (0, 0, "")
        self._alone = connection.in_atomic_block
        self._ended = threading.Event()
        self._started = now()

    def progress(self, done: int, total: int, label: str = "") -> None:
        """Say how far it is: `done` of `total`, and in words. Cheap; call it as often as you like.

        Raises LeaseLost when this attempt no longer holds the job.
        """
        self._done, self._total, self._label = done, total, label
        if self._alone:
            self._beat()
        if self.lost:
            raise LeaseLost

    def _beat(self) -> None:
        """Write the progress and renew the lease; notice when it is lost."""
        told = (self._done, self._total, self._label)
        changed = Job.objects.filter(pk=self.job.pk, state=State.RUNNING, worker=self.job.worker).update(
            progress_done=told[0],
            progress_total=told[1],
            progress_label=told[2][:200],
            lease_until=now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        )
        self._told = told
        self.lost = not changed

    def _keep(self) -> None:
        """The thread beside the handler. It stops renewing at the time limit, so a job that hangs is taken away."""
        every = settings.JOB_LEASE_SECONDS / 3
        if beside := aside.is_needed():
            aside.be_quick()
        warned = False
        limit = self._started + timedelta(seconds=settings.JOB_LIMIT_SECONDS)
        renewed = now()
        while not self._ended.wait(min(BEAT, every)) and not self.lost:
            at = now()
            if at > limit:
                log.error("job %s runs longer than %s s", self.job.public_id, settings.JOB_LIMIT_SECONDS)
                break
            if self._told == (self._done, self._total, self._label) and (at - renewed).total_seconds() < every:
                continue
            if beside:
                aside.tell(self.job.public_id, aside.Progress(self._done, self._total, self._label))
            try:
                self._beat()
                renewed = at
            except DatabaseError as error:
                # A busy database (SQLite while the handler writes): the next beat tries again.
                if not warned:
                    log.warning("job %s: the lease could not be renewed: %s", self.job.public_id, error)
                warned = True
        if beside:
            aside.forget(self.job.public_id)
        connections.close_all()

    def guarded(self) -> AbstractContextManager[Any]:
        """Inside somebody's transaction a failing handler is undone to a savepoint, so that its end can be written."""
        return transaction.atomic() if self._alone else nullcontext()

    def __enter__(self) -> "Run":
        # Inside a transaction (tests, commands) nobody else sees the row: no lease to keep, no thread.
        if not self._alone:
            self._thread = threading.Thread(target=self._keep, name=f"lease-{self.job.pk}", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        if not self._alone:
            self._thread.join()


def run(pk: int, *, clock: Callable[[], datetime] = now, loud: bool = False) -> bool:
    """Do the job if it is free: True when this call did the work, False when it waits, is taken, or is over.

    `clock` tells the moment the handler works at and ends at. How it ended stands in the row; `loud` also raises what the handler raised.
    """
    job = _take(pk)
    if job is None:
        return False
    try:
        with Run(job, clock()) as attempt, attempt.guarded():
            result = HANDLERS[job.name].work(attempt, *job.args)
    except LeaseLost:
        log.warning("job %s: lease lost, attempt given up", job.public_id)
    except Exception as error:
        _failed(job, error, clock())
        if loud:
            raise
    else:
        _done(job, result or {}, attempt, clock())
    return True


def _take(pk: int) -> Job | None:
    """Take the lease by compare-and-swap: of two workers one gets it."""
    at = now()
    worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
    job = Job.objects.due(at).filter(pk=pk).first()
    if job is None:
        return None
    job.state, job.worker, job.attempts = State.RUNNING, worker, job.attempts + 1
    job.lease_until = at + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    taken = Job.objects.due(at).filter(pk=pk, attempts=job.attempts - 1)
    changed = taken.update(state=job.state, worker=worker, attempts=job.attempts, lease_until=job.lease_until, error="")
    return job if changed else None


def _finish(job: Job, **values: Any) -> None:
    """Write how the attempt ended, unless the lease was lost meanwhile: then another attempt says how it ended."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker)
    if not mine.update(lease_until=None, worker="", **values):
        log.warning("job %s: ended after its lease was lost, outcome dropped", job.public_id)


def _done(job: Job, result: dict[str, Any], attempt: Run, at: datetime) -> None:
    total = max(attempt._total, 1)
    _finish(job, state=State.DONE, result=result, finished_at=at, progress_done=total, progress_total=total, error="")


def _failed(job: Job, error: Exception, at: datetime) -> None:
    final = isinstance(error, Refusal) and not isinstance(error, Conflict)
    if isinstance(error, Refusal):
        # A refusal is the system's own sentence; any other message may carry somebody's data and stays in the log.
        text = " ".join(error.sentences)
        log.info("job %s refused: %s", job.public_id, error)
    else:
        text = _("Zadanie przerwał błąd (%(kind)s). Szczegóły zna administrator; numer zadania: %(number)s.") % {
            "kind": type(error).__name__,
            "number": job.public_id,
        }
        log.error("job %s (%s) failed", job.public_id, job.name, exc_info=error)
    if final or job.attempts >= job.max_attempts:
        _finish(job, state=State.FAILED, error=text, finished_at=at)
    else:
        _finish(job, state=State.WAITING, error=text, not_before=now() + backoff(job.attempts), woken_at=None)


def backoff(attempts: int) -> timedelta:
    """How long to wait before the next attempt: the base, then six times longer each time, an hour at most."""
    return timedelta(seconds=min(settings.JOB_RETRY_SECONDS * 6 ** (attempts - 1), 3600))


def sweep(at: datetime) -> int:
    """Give back jobs whose lease ran out, wake what nobody took up (letters too); how many jobs were woken.

    It needs no broker to tell the truth: what was left is given back or ended in the database first.
    """
    for job in Job.objects.abandoned(at):
        mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, lease_until__lt=at)
        if job.attempts >= job.max_attempts:
            mine.update(
                state=State.FAILED,
                finished_at=at,
                worker="",
                lease_until=None,
                error=_("Proces, który wykonywał zadanie, przestał odpowiadać, a liczba prób się wyczerpała."),
            )
        else:
            mine.update(state=State.WAITING, not_before=at, woken_at=None, worker="", lease_until=None)
    patience = at - timedelta(seconds=settings.JOB_WAKE_SECONDS)
    asleep = Job.objects.due(at).exclude(woken_at__gt=patience).order_by("not_before", "pk")
    woken = 0
    for pk, seen in list(asleep.values_list("pk", "woken_at")[:SWEEP]):
        if Job.objects.due(at).filter(pk=pk, woken_at=seen).update(woken_at=at):
            wake(RUN, pk)
            woken += 1
    if Notice.objects.due(at).exists():
        wake(DELIVER)
    return woken


def tidy(at: datetime) -> int:
    """Forget finished jobs that the clock asked for a month ago; how many were dropped."""
    old = Job.objects.filter(state=State.DONE, key=CLOCK, asked_by=None, finished_at__lt=at - timedelta(days=30))
    return old.delete()[0]


def drain(clock: Callable[[], datetime] = now) -> int:
    """Do in this process everything that is due, and what that asks for in turn; how many jobs were done.

    For commands that play a story (the demo year) and for tests; `clock` tells the moment of the story that handlers work
    and end at. It raises what a handler raises.
    """
    count = 0
    while pk := Job.objects.due(now()).order_by("not_before", "pk").values_list("pk", flat=True).first():
        count += run(pk, clock=clock, loud=True)
    return count
