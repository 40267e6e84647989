"""Who reads a consolidated card: the organisations of the offer, staff and auditors, once the Board has decided."""

from datetime import datetime

from django.db.models import QuerySet

from competitions.awards.access import RESOLVED
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from core.accounts.actor import Actor


def visible(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """Offers with a decision, of resolved competitions."""
    return visible_offers(actor, at).filter(award__isnull=False, competition__state__in=RESOLVED)
