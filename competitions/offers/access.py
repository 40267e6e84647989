"""Who sees an offer: its organisation always, staff once it is submitted; who may do what with it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.offers.models import Attachment, Offer
from competitions.offers.states import State
from core.accounts.actor import Actor
from ngo.registry.hats import ORGANISATION, SIGNATORY, WRITERS
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """An organisation sees its own offers; staff and auditors see those submitted at least once, never a draft."""
    rows = Offer.objects.select_related("competition__case", "organisation", "subtask")
    if is_staff(actor) or actor.wears("auditor"):
        return rows.exclude(state=State.DRAFT)
    if actor.wears(*ORGANISATION):
        return rows.filter(organisation__public_id=actor.key)
    return rows.none()


def own(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """The offers of the organisation that the actor acts for."""
    return visible(actor, at) if actor.wears(*ORGANISATION) else Offer.objects.none()


def attachments(actor: Actor, at: datetime) -> QuerySet[Attachment]:
    """The files of the offers that the actor sees."""
    return Attachment.objects.filter(offer__in=visible(actor, at)).select_related("offer__competition")


def own_attachments(actor: Actor, at: datetime) -> QuerySet[Attachment]:
    """The files of the offers of the organisation that the actor acts for."""
    return Attachment.objects.filter(offer__in=own(actor, at)).select_related("offer__competition")


def may_remove(actor: Actor, attachment: Attachment, at: datetime) -> tuple[bool, str]:
    """Who writes the offer removes its files."""
    return may_write(actor, attachment.offer, at)


def may_start(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Who writes for an organisation begins its offer; whether the competition takes offers the law judges."""
    return actor.wears(*WRITERS), _("Ofertę zaczyna redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_write(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """The editor and the signatory write; a draft takes text even after the deadline, so that nothing typed is lost."""
    return actor.wears(*WRITERS), _("Ofertę pisze redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_submit(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """The editor and the signatory submit; the signatures stand on the confirmation."""
    return actor.wears(*WRITERS), _("Ofertę składa redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_withdraw(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Only a person who signs for the organisation withdraws its offer."""
    return actor.wears(SIGNATORY.code), _("Ofertę wycofuje osoba podpisująca w imieniu organizacji.")
