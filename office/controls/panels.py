"""The book of controls on the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.controls import access
from office.controls.queries import at_work


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The book; for those who keep it also how many controls are at work, and how many have something late."""
    if not actor.wears(*access.READERS):
        return None
    if not access.keeps(actor):
        return listing(_("Kontrole w urzędzie"), [Item(_("Książka kontroli"), reverse("controls"))])
    live, late = at_work(actor, at)
    count = odmiana(live, "kontrola w toku,kontrole w toku,kontroli w toku")
    items = [Item(_("Książka kontroli"), reverse("controls"), count)]
    if late:
        items.append(Item(_("Kontrole po terminie"), f"{reverse('controls')}?stan=late", "", str(late), "bad"))
    return listing(_("Kontrole w urzędzie"), items)
