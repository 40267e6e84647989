"""Who sees an agreement: staff, auditors and the organisation that is its party."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.agreements.models import Agreement
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from ngo.registry.hats import ORGANISATION
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Agreement]:
    rows = Agreement.objects.select_related("offer__competition__case", "offer__organisation", "version")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    if actor.wears(*ORGANISATION):
        return rows.filter(offer__organisation__public_id=actor.key)
    return rows.none()


def may_prepare(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Staff prepare agreements."""
    return is_staff(actor), _("Umowy przygotowują pracownicy urzędu.")


def may_record(actor: Actor, agreement: Agreement, at: datetime) -> tuple[bool, str]:
    """Staff record signatures and payments."""
    return is_staff(actor), _("Podpisy i wypłaty odnotowują pracownicy urzędu.")
