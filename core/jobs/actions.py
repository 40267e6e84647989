"""Verbs over jobs: enqueue, try again."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from core.accounts.actor import Actor
from core.jobs.handlers import HANDLERS
from core.jobs.models import AGAIN, Job
from core.wake import wake

RUN = "core.jobs.run"
# The key of jobs that the clock asks for: one at a time of each name.
CLOCK = "zegar"


@transaction.atomic
def enqueue(name: str, *args: Any, key: str = "", actor: Actor | None = None) -> Job:
    """Ask for slow work, in the caller's transaction; a worker is woken after the commit.

    `args` are primary keys and plain values, never personal data. With a `key`, a live job (waiting or running) of this
    name and key is returned instead of a second one, so a double click asks once. `actor` is who may watch it.
    Raises KeyError for a name without a handler.
    """
    at = now()
    known = HANDLERS[name]
    if key and (live := Job.objects.live().filter(name=name, key=key).first()):
        return live
    try:
        with transaction.atomic():
            job = Job.objects.create(
                name=name,
                args=list(args),
                key=key,
                asked_by=actor.user if actor else None,
                created_at=at,
                not_before=at,
                woken_at=at,
                max_attempts=known.max_attempts,
            )
    except IntegrityError:
        # Somebody asked for the same between our look and our write; theirs is the one.
        return Job.objects.live().get(name=name, key=key)
    wake(RUN, job.pk)
    return job


@transaction.atomic
def again(job: Job, *, actor: Actor, at: datetime) -> Job:
    """Ask anew for a job that failed; it is a new job with the same work, the failed one stays as it is."""
    return enqueue(job.name, *job.args, key=job.key or f"{AGAIN}{job.public_id}", actor=actor)
