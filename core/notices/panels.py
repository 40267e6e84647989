"""Notices on a desk: the newest unread ones."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.notices.access import visible
from core.web.panels import Panel


def mine(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The actor's newest unread notices."""
    if actor.user is None:
        return None
    notices = list(visible(actor, at).unread().defer("body").order_by("-created_at", "-pk")[:5])
    return Panel(_("Nieprzeczytane powiadomienia"), "core/notices/panel.html", {"notices": notices}, empty=not notices)
