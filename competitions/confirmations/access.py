"""Who receives confirmations: staff; an organisation sees the receipts of its own offers."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.confirmations.models import Receipt
from competitions.offers import access as offers
from competitions.offers.models import Offer, OfferVersion
from core.accounts.actor import Actor
from office.structure.access import is_staff


def versions(actor: Actor, at: datetime) -> QuerySet[OfferVersion]:
    """The versions that a paper may be held against: those of the offers that staff see."""
    rows = OfferVersion.objects.select_related("offer__competition__case", "offer__organisation")
    return rows.filter(offer__in=offers.visible(actor, at).order_by().values("pk")) if is_staff(actor) else rows.none()


def receipts(actor: Actor, at: datetime) -> QuerySet[Receipt]:
    """What came for the offers that the actor sees."""
    rows = Receipt.objects.select_related("offer__competition", "offer__organisation", "version")
    return rows.filter(offer__in=offers.visible(actor, at).order_by().values("pk"))


def may_receive(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Staff receive confirmations."""
    return is_staff(actor), _("Potwierdzenia przyjmują pracownicy urzędu.")
