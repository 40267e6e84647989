"""Jobs on a desk: what one waits for, and what was done for one lately."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.jobs.access import visible
from core.jobs.models import LIVE
from core.web.panels import Panel


def mine(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The actor's own jobs: live ones, and those of the last day."""
    if actor.user is None:
        return None
    lately = Q(state__in=LIVE) | Q(finished_at__gte=at - timedelta(days=1))
    recent = visible(actor, at).filter(lately, asked_by=actor.user)
    jobs = list(recent.order_by("-created_at", "-pk")[:5])
    return Panel(_("Twoje zadania w toku"), "core/jobs/panel.html", {"jobs": jobs}, empty=not jobs)
