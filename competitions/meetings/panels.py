"""Meetings on the page of their panel and on the desks of its members."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.evaluation import models
from competitions.evaluation.states import PanelState
from competitions.meetings.access import may_keep, visible
from competitions.meetings.models import Meeting
from competitions.meetings.states import LIVE, State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data_godzina


def _item(row: Meeting, label: str) -> Item:
    return Item(
        label,
        reverse("meeting", args=[row.public_id]),
        note=_("%(at)s, %(place)s") % {"at": data_godzina(row.starts_at), "place": row.place},
        tag=row.get_state_display(),
        tone="warn" if row.state == State.OPEN else "info",
    )


def of_panel(actor: Actor, panel: models.Panel, at: datetime) -> Panel:
    """The meetings of a panel, the newest first."""
    rows = visible(actor, at).filter(panel=panel).order_by("-number")
    keeps = may_keep(actor, panel, at)[0] and panel.state == PanelState.APPOINTED
    more = (_("Zwołaj posiedzenie, zobacz poprzednie"), reverse("meetings", args=[panel.public_id])) if keeps else None
    items = [_item(row, str(row)) for row in rows]
    return listing(_("Posiedzenia"), items, more=more, empty=_("Nie zwołano jeszcze żadnego posiedzenia."))


def upcoming(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Meetings to which the actor is called, the nearest first."""
    rows = visible(actor, at).filter(state__in=LIVE).order_by("starts_at")
    return listing(_("Najbliższe posiedzenia"), [_item(row, row.panel.competition.title) for row in rows])
