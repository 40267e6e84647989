"""Trips in the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.trips import access


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The way to trips, with how many are ahead and how many are late."""
    if not actor.wears(*access.READERS):
        return None
    on = localdate(at)
    rows = access.visible(actor, at)
    ahead, late = rows.ahead(on).count(), rows.overdue(on).count()
    note = _("%(trips)s przed nami") % {"trips": odmiana(ahead, "wyjazd,wyjazdy,wyjazdów")}
    tag = _("%(n)s po terminie") % {"n": late} if late else ""
    item = Item(_("Wyjazdy i delegacje"), reverse("trips"), note, tag, "bad" if late else "")
    return listing(_("Wyjazdy"), [item])
