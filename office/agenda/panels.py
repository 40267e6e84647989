"""The calendar on the desk: what is near, what is late."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from office.agenda.access import may_draft, occurrences, weeks
from office.agenda.presentation import hours, span, weekday
from office.agenda.recurrence import wall, week_of

SHOWN = 5
DAYS = 7


def ahead(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Events of the next days, for those who plan and those who speak to the media; and the list of next week that is not issued."""
    if not may_draft(actor)[0]:
        return None
    rows = occurrences(actor, at).live().between(at, at + timedelta(days=DAYS))
    items = [
        Item(
            each.event.title,
            reverse("event", args=[each.event.public_id]),
            f"{weekday(wall(each.starts_at).date())}, {hours(each.starts_at, each.ends_at, all_day=each.event.all_day)}",
        )
        for each in rows[:SHOWN]
    ]
    monday, sunday = week_of(localdate(at) + timedelta(days=7))
    if not weeks(actor, at).filter(monday=monday, state="issued").exists():
        note = span(monday, sunday)
        items.append(
            Item(_("Lista dla mediów na przyszły tydzień"), reverse("office-weeks"), note, _("do wydania"), "warn")
        )
    return listing(_("Kalendarz"), items, more=(_("Cały kalendarz"), reverse("agenda")))
