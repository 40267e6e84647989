"""Letters and communiqués in the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from office.letters import access


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The way to letters and to communiqués."""
    if not actor.wears(*access.READERS):
        return None
    items = [
        Item(_("Pisma okolicznościowe"), reverse("letter-sets")),
        Item(_("Komunikaty prasowe"), reverse("communiques")),
    ]
    return listing(_("Pisma i komunikaty"), items)
