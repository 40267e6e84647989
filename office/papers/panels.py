"""Papers to sign on the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from office.papers import access


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The way to papers to sign."""
    if not actor.wears(*access.READERS):
        return None
    return listing(_("Podpisy marszałka i Zarządu"), [Item(_("Dokumenty do podpisu"), reverse("papers"))])
