"""Recruitment on other pages: what waits on the office's desk, where an expert came from, the open one on an expert's page."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.experts.models import Expert
from competitions.recruitment import access
from competitions.recruitment.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data, data_godzina, odmiana


def at_work(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On the desk: recruitments at work with what waits in each."""
    rows = access.visible(actor, at).exclude(state__in=(State.RESOLVED, State.CALLED_OFF)).counted()  # type: ignore[attr-defined]
    items = []
    for row in rows[:5]:
        note = odmiana(row.received, "zgłoszenie,zgłoszenia,zgłoszeń")
        if row.state == State.OPEN:
            note = _("%(count)s, nabór do %(due)s") % {"count": note, "due": data_godzina(row.due)}
        tag, tone = nearness(row.results_by, at) if row.state in (State.CLOSED, State.DRAWN_UP) else ("", "")
        items.append(
            Item(
                row.title,
                reverse("recruitment-office", args=[row.public_id]),
                note=note,
                tag=tag or row.get_state_display(),
                tone=tone or "info",
            )
        )
    more = (_("Wszystkie nabory"), reverse("recruitments-office"))
    return listing(_("Nabory ekspertów"), items, more=more, empty=_("Nie trwa teraz żaden nabór."))


def of_expert(actor: Actor, expert: Expert, at: datetime) -> Panel | None:
    """On an expert's record: the candidacies from which they came."""
    if not actor.wears(*access.READERS):
        return None
    items = [
        Item(
            row.recruitment.title,
            reverse("candidacy-check", args=[row.public_id]),
            note=_("zgłoszenie nr %(number)s, lista do %(day)s")
            % {"number": row.number, "day": data(row.recruitment.listed_to)},
            tag=row.get_state_display(),
        )
        for row in access.received(actor, at).filter(expert=expert).order_by("-pk")[:5]
    ]
    return listing(_("Skąd ekspert jest na liście"), items)
