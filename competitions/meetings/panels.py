"""Meetings on the desks of the panel's members."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.meetings.access import visible
from competitions.meetings.states import LIVE, State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data_godzina


def upcoming(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Meetings to which the actor is called, the nearest first."""
    rows = visible(actor, at).filter(state__in=LIVE).order_by("starts_at")
    items = [
        Item(
            row.panel.competition.title,
            reverse("meeting", args=[row.public_id]),
            note=_("%(at)s, %(place)s") % {"at": data_godzina(row.starts_at), "place": row.place},
            tag=row.get_state_display(),
            tone="warn" if row.state == State.OPEN else "info",
        )
        for row in rows
    ]
    return listing(_("Najbliższe posiedzenia"), items)
