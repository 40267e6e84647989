"""Remarks on the desk of those who answer."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Panel
from office.feedback.access import visible


def waiting(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Remarks without an answer, the nearest term first."""
    rows = list(
        visible(actor, at)
        .waiting()
        .defer("text", "answer")
        .order_by(F("due_on").asc(nulls_last=True), "received_at")[:5]
    )
    return Panel(_("Uwagi bez odpowiedzi"), "office/feedback/panel.html", {"rows": rows}, empty=not rows)
