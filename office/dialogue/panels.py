"""The council of social dialogue on the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from office.dialogue import access


def work(actor: Actor, subject: Any, at: datetime) -> Panel:
    """What everyone reads; for the office also sittings and members."""
    items = [Item(_("Stanowiska i opinie rady"), reverse("positions"))]
    if actor.wears(*access.READERS):
        items.append(Item(_("Posiedzenia i skład rady"), reverse("council-sittings")))
    return listing(_("Rada Dialogu Społecznego"), items)
