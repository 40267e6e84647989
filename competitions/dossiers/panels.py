"""The way to a dossier on the pages of its case."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.dossiers.access import may_ask
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing


def of_offer(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """On an offer's page, for those who may have its dossier."""
    return _way(actor, offer, at, "offer-dossier", _("Oferta ze wszystkim, co jej dotyczy, w jednym pliku ZIP"))


def of_competition(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """On the officer's page of a competition."""
    return _way(actor, competition, at, "competition-dossier", _("Konkurs ze wszystkimi ofertami w jednym pliku ZIP"))


def _way(actor: Actor, case: Any, at: datetime, route: str, words: str) -> Panel | None:
    if not may_ask(actor, case, at)[0]:
        return None
    note = _("dla audytora, do odwołania, do archiwum; z wykazem skrótów, który można sprawdzić")
    return listing(_("Teczka sprawy"), [Item(words, reverse(route, args=[case.public_id]), note=note)])
