"""The survey in the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.surveys import access
from office.surveys.quarters import last_published


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The way to comments of clients, with how many the last quarter brought."""
    if not actor.wears(*access.READERS):
        return None
    last = last_published(localdate(at))
    count = access.comments(actor, at).filter(year=last.year, quarter=last.number).count()
    note = _("%(quarter)s: %(comments)s") % {"quarter": last.label, "comments": odmiana(count, "uwaga,uwagi,uwag")}
    return listing(_("Ankieta klientów"), [Item(_("Uwagi klientów urzędu"), reverse("survey-comments"), note)])
