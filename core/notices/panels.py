"""Notices on a desk: the newest unread ones."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.notices.queries import newest_unread
from core.web.panels import Panel


def mine(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The actor's newest unread notices."""
    if actor.user is None:
        return None
    notices = newest_unread(actor, at, 5)
    return Panel(_("Nieprzeczytane powiadomienia"), "core/notices/panel.html", {"notices": notices}, empty=not notices)
