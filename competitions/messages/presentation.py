"""An offer as its messages name it: to the office a draft has no title and no number."""

from datetime import datetime

from django.utils.translation import gettext as _

from competitions.offers.access import numbered
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.accounts.actor import Actor
from ngo.registry.hats import ORGANISATION


def case_words(actor: Actor, offer: Offer, at: datetime) -> str:
    """What the offer is called for who reads: its title to its organisation, its number to the office."""
    if actor.wears(*ORGANISATION):
        return str(offer)
    if offer.state == State.DRAFT:
        return _("oferta w przygotowaniu")
    if offer.number and numbered(actor, offer, at):
        return _("oferta nr %(number)s") % {"number": offer.number}
    return str(offer)
