"""Who asks for dossiers: staff and auditors, of what they see; who takes one: who asked, in the hat they asked in."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.dossiers.models import Dossier, DossierQuerySet
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def offers(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """Offers whose dossier the actor may have."""
    rows = visible_offers(actor, at)
    return rows if actor.wears(*READERS) else rows.none()


def competitions(actor: Actor, at: datetime) -> QuerySet[Competition]:
    """Competitions whose dossier the actor may have."""
    rows = visible_competitions(actor, at)
    return rows if actor.wears(*READERS) else rows.none()


def visible(actor: Actor, at: datetime) -> DossierQuerySet:
    """Dossiers that are made and whose file is still kept, for who asked; of what they still see."""
    rows = Dossier.objects.filter(hat=actor.hat).exclude(file="").select_related("offer", "competition")
    of_offer = Q(offer__in=offers(actor, at).values("pk"))
    return rows.filter(of_offer | Q(offer=None, competition__in=competitions(actor, at).values("pk")))


def may_ask(actor: Actor, case: Competition | Offer, at: datetime) -> tuple[bool, str]:
    """Staff and auditors: a dossier changes nothing in the case."""
    return actor.wears(*READERS), _("Teczkę sprawy przygotowują pracownicy urzędu i audytorzy.")
