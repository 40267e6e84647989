"""The way to the replay on the officer's page of a competition."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.replay.access import READERS
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing


def of_competition(actor: Actor, competition: Any, at: datetime) -> Panel | None:
    """For those who read it, once cards are given out."""
    if not actor.wears(*READERS) or competition.state in ("draft", "approved", "open", "suspended"):
        return None
    address = reverse("competition-replay", args=[competition.public_id])
    note = _("ranking, protokół i listy wyników policzone jeszcze raz z księgi zdarzeń i porównane z opublikowanymi")
    return listing(_("Odtworzenie z księgi"), [Item(_("Sprawdź, czy wyniki wynikają z księgi"), address, note=note)])
