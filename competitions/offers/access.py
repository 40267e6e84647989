"""Who sees an offer: its organisation always, staff once it is submitted; who may do what with it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.offers.models import Offer
from competitions.offers.states import BEFORE_AWARD, State
from core.accounts.actor import Actor
from ngo.registry.hats import ORGANISATION, SIGNATORY
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """An organisation sees its own offers; staff and auditors see those submitted at least once, never a draft."""
    rows = Offer.objects.select_related("competition__case", "organisation")
    if is_staff(actor) or actor.wears("auditor"):
        return rows.exclude(state=State.DRAFT)
    if actor.wears(*ORGANISATION):
        return rows.filter(organisation__public_id=actor.key)
    return rows.none()


def own(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """The offers of the organisation that the actor acts for."""
    return visible(actor, at) if actor.wears(*ORGANISATION) else Offer.objects.none()


def may_write(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Both hats of the organisation write a draft while offers are taken; later the text stays readable."""
    if offer.state != State.DRAFT:
        return False, _("Oferta jest już złożona, więc nie można jej zmieniać.")
    if at > offer.competition.offers_due:
        return False, _("Termin składania ofert minął. Tekst został zachowany i można go skopiować do innej oferty.")
    return True, ""


def may_submit(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """A person with either hat submits; the signatures stand on the confirmation."""
    return actor.wears(*ORGANISATION), _("Ofertę składa osoba działająca w imieniu organizacji.")


def may_withdraw(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Only a person who signs for the organisation withdraws its offer."""
    if not actor.wears(SIGNATORY.code):
        return False, _("Ofertę wycofuje osoba podpisująca w imieniu organizacji.")
    return offer.state in BEFORE_AWARD, _("Tej oferty nie można już wycofać.")


def may_receive(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Staff receive confirmations."""
    return is_staff(actor), _("Potwierdzenia przyjmują pracownicy urzędu.")
