"""Jobs on a desk: what one waits for, what failed, and what was done for one within the last day."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, When
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.jobs.access import visible
from core.jobs.models import State
from core.web.panels import Panel

SHOWN = 5
# How long a job that ended stays on the desk: the result has its place on the page of its case; a failure waits for somebody.
DONE_STAYS = timedelta(days=1)
FAILED_STAYS = timedelta(days=30)
ORDER = (State.RUNNING, State.WAITING, State.FAILED, State.DONE)


def mine(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The actor's own jobs: live ones, then failures nobody tried again, then what was done lately; the newest first."""
    if actor.user is None:
        return None
    own = visible(actor, at).filter(asked_by=actor.user)
    failed = own.failed().filter(finished_at__gte=at - FAILED_STAYS)
    done = own.filter(state=State.DONE, finished_at__gte=at - DONE_STAYS)
    place = Case(*(When(state=state, then=number) for number, state in enumerate(ORDER)))
    jobs = list((own.live() | failed | done).order_by(place, "-created_at", "-pk")[:SHOWN])
    return Panel(_("Zadania w tle"), "core/jobs/panel.html", {"jobs": jobs}, empty=not jobs)
