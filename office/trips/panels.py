"""Trips in the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from office.trips import access


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The way to trips."""
    if not actor.wears(*access.READERS):
        return None
    return listing(_("Wyjazdy"), [Item(_("Wyjazdy i delegacje"), reverse("trips"))])
