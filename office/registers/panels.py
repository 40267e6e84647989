"""Terms of the registers on the desk of the unit that keeps them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from office.registers.access import kept_by, visible
from office.registers.queries import waiting
from office.registers.schema import registers

SHOWN = 5


def due(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The entries of one's registers whose terms are the nearest, those that have passed on top."""
    codes = [each.code for each in kept_by(actor)]
    if not codes:
        return None
    items = []
    for entry in waiting(visible(actor, at), codes).defer("particulars", "search_text")[:SHOWN]:
        tag, tone = nearness(entry.due_on, at) if entry.due_on else ("", "")
        note = f"{registers()[entry.register].title}, {entry.title}"
        items.append(Item(entry.sign, reverse("entry", args=[entry.public_id]), note, tag, tone))
    return listing(_("Terminy w rejestrach"), items, more=(_("Wszystkie terminy"), reverse("register-terms")))
