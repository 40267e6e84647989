"""Who sees a job: who asked for it, and administrators."""

from datetime import datetime

from core.accounts.actor import Actor
from core.accounts.hats import ADMINISTRATOR
from core.jobs.models import Job, JobQuerySet, State


def visible(actor: Actor, at: datetime) -> JobQuerySet:
    """The gate of jobs."""
    if actor.system or actor.wears(ADMINISTRATOR.code):
        return Job.objects.all()
    if actor.user is None:
        return Job.objects.none()
    return Job.objects.filter(asked_by=actor.user)


def may_again(actor: Actor, job: Job, at: datetime) -> tuple[bool, str]:
    """Whoever sees a failed job may ask for it anew."""
    if job.state != State.FAILED:
        return False, "To zadanie nie zakończyło się błędem, więc nie ma czego ponawiać."
    return True, ""
