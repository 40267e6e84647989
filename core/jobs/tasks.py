"""What Celery runs: thin tasks over jobs, notices and the ledger's checkpoint."""

from celery import shared_task
from django.utils.timezone import now

from core.audit.ledger import take_checkpoint, verify
from core.jobs import runner
from core.jobs.actions import CLOCK, RUN, enqueue
from core.notices.delivery import DELIVER, deliver_due


@shared_task(name=RUN)
def run(pk: int) -> None:
    """Do one job."""
    runner.run(pk)


@shared_task(name="core.jobs.clock")
def clock(name: str) -> None:
    """The clock asks for a job, unless the last one of its name still waits or runs."""
    enqueue(name, key=CLOCK)


@shared_task(name="core.jobs.tidy")
def tidy() -> None:
    """Forget old jobs of the clock."""
    runner.tidy(now())


@shared_task(name=DELIVER)
def deliver() -> None:
    """Send the letters that wait."""
    deliver_due()


@shared_task(name="core.audit.checkpoint")
def checkpoint() -> None:
    """Seal the heads of the ledger."""
    take_checkpoint(at=now())


@shared_task(name="core.audit.verify")
def verify_ledger() -> None:
    """Walk the whole ledger, for the auditor's desk."""
    verify(at=now())
