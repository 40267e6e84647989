"""Papers to sign on the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.papers import access
from office.papers.queries import at_work


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Papers to sign; for the secretariat also how many wait, and how many are late."""
    if not actor.wears(*access.READERS):
        return None
    address = reverse("papers")
    if not access.checks(actor):
        return listing(_("Podpisy marszałka i Zarządu"), [Item(_("Dokumenty do podpisu"), address)])
    live, late = at_work(actor, at)
    count = odmiana(live, "dokument czeka,dokumenty czekają,dokumentów czeka")
    items = [Item(_("Dokumenty do podpisu"), f"{address}?stan=live", count)]
    if late:
        items.append(Item(_("Podpisy po terminie"), f"{address}?stan=late", "", str(late), "bad"))
    return listing(_("Podpisy marszałka i Zarządu"), items)
