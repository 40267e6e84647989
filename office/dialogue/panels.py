"""The council of social dialogue on the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from office.dialogue import access
from office.dialogue.queries import at_work


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """What everyone reads; for the office also sittings, for those who serve the council how many answers are awaited and late."""
    positions = reverse("positions")
    items = [Item(_("Stanowiska i opinie rady"), positions)]
    if actor.wears(*access.READERS):
        items.append(Item(_("Posiedzenia i skład rady"), reverse("council-sittings")))
    if access.serves(actor):
        live, late = at_work(actor, at)
        tag = (_("po terminie: %(count)s") % {"count": late}, "bad") if late else ("", "")
        items.append(
            Item(_("Odpowiedzi adresatów"), f"{positions}?stan=sent", _("czeka: %(count)s") % {"count": live}, *tag)
        )
    return listing(_("Rada Dialogu Społecznego"), items)
