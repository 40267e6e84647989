"""The consolidated card on the page of its offer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.consolidated.access import visible
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing


def of_offer(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """The way to the card, once there is a decision."""
    decided = offer.state in (State.AWARDED, State.REFUSED, State.CONTRACTED)
    if not decided or not visible(actor, at).filter(pk=offer.pk).exists():
        return None
    item = Item(
        _("Karta zbiorcza oceny"),
        reverse("consolidated-card", args=[offer.public_id]),
        note=_("punkty w każdym kryterium, uzasadnienia, odległość od dotacji"),
    )
    return listing(_("Ocena oferty"), [item])
