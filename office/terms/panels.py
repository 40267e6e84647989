"""One's own terms on the desk, of every stage that has any."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data
from office.structure.hats import STAFF
from office.terms.queries import first
from office.terms.sources import Asked

SHOWN = 5


def own(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The nearest terms of a person and of those they stand in for."""
    if not actor.wears(*STAFF):
        return None
    items = []
    for term in first(Asked(actor, at), SHOWN):
        tag, tone = nearness(term.due, at)
        note = _("%(kind)s, do %(day)s") % {"kind": term.label, "day": data(term.due)}
        items.append(Item(term.words, term.url, note, tag, tone))
    more = (_("Wszystkie moje terminy"), reverse("own-terms"))
    return listing(_("Moje terminy"), items, more=more, empty=_("Nic nie czeka w terminie."))
