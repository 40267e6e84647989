"""Reads for receiving: the version required now with its term, who may sign, what became of a withdrawn offer."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from competitions.confirmations.models import Receipt
from competitions.corrections.queries import open_correction
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.states import State
from core.audit.ledger import history
from core.audit.models import Entry
from ngo.papers.models import Signatory
from ngo.registry.models import Organisation

LATELY = 20


def required(offer: Offer) -> OfferVersion:
    """The version that has to be confirmed now."""
    version = offer.versions.latest("number")
    version.offer = offer
    return version


def term(offer: Offer, version: OfferVersion) -> datetime:
    """Until when the confirmation of a version has to come: its own term, that of a call for a signature, the announcement's."""
    if offer.state == State.RETURNED and (correction := open_correction(offer)):
        return correction.due
    return version.confirmation_due or offer.competition.confirmation_due


def awaits_signature_alone(offer: Offer) -> bool:
    """Whether an offer was called back only to be signed again."""
    correction = open_correction(offer) if offer.state == State.RETURNED else None
    return bool(correction and correction.sign_again and not correction.written)


def signing(organisation: Organisation, on: date) -> QuerySet[Signatory]:
    """Who may sign for an organisation on a day, as it declared; the office has confirmed those with `confirmed_at`."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    return organisation.signatories.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=on)))


def withdrawn_at(offer: Offer) -> datetime | None:
    """When an offer was withdrawn, from its ledger."""
    return next((entry.at for entry in history(offer) if entry.verb == "withdraw"), None)


def successor(offer: Offer) -> Offer | None:
    """The offer that the organisation submitted in the same competition after it withdrew this one."""
    rows = Offer.objects.filter(competition=offer.competition, organisation=offer.organisation)
    rows = rows.exclude(state__in=(State.DRAFT, State.WITHDRAWN)).exclude(pk=offer.pk)
    return rows.defer("content").order_by("-submitted_at").first()


def left(offer: Offer) -> Entry:
    """The entry of the ledger by which an offer was left unexamined: who, when, why."""
    return history(offer).filter(verb="leave").latest("seq")


def refused(offer: Offer) -> QuerySet[Entry]:
    """The papers turned down in the case of an offer, from its ledger."""
    return history(offer).filter(verb="refuse_confirmation")


def lately_refused(rows: QuerySet[Offer], at: datetime) -> list[tuple[Entry, Offer]]:
    """The papers turned down in the last 30 days for some offers, newest first: what was sent back, of which offer, why."""
    entries = Entry.objects.filter(verb="refuse_confirmation", at__gt=at - timedelta(days=30), at__lte=at)
    newest = list(entries.select_related("user").order_by("-at", "-pk")[:LATELY])
    offers = rows.filter(public_id__in={entry.subject_id for entry in newest}).defer("content")
    by_id = {offer.public_id: offer for offer in offers}
    return [(entry, by_id[entry.subject_id]) for entry in newest if entry.subject_id in by_id]


def receipts_of(offer: Offer) -> QuerySet[Receipt]:
    """What has come for an offer, in order."""
    return Receipt.objects.filter(offer=offer).select_related("version", "recorded_by")
