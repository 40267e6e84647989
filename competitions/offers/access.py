"""Who sees an offer: its organisation always, staff once it is submitted; who may do what with it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.offers.models import Attachment, Offer, Partner
from competitions.offers.states import State
from core.accounts.actor import Actor
from law.competition import deadline_passed
from ngo.registry.hats import ORGANISATION, SIGNATORY, WRITERS
from office.structure.access import is_staff


def sealed(at: datetime) -> Q:
    """Offers that nobody but their organisations may know of yet: the competition keeps them sealed and takes offers."""
    # A suspended call goes on later, whatever deadline still stands there.
    taken = Q(competition__offers_due__gte=at.replace(microsecond=0), competition__state=CompetitionState.OPEN)
    taken |= Q(competition__state=CompetitionState.SUSPENDED)
    return taken & Q(competition__sealed=True)


def keeps_sealed(competition: Competition, at: datetime) -> bool:
    """The same of one competition: whether its offers are sealed at a moment."""
    taken = competition.state == CompetitionState.OPEN and not deadline_passed(competition.offers_due, at)
    return competition.sealed and (taken or competition.state == CompetitionState.SUSPENDED)


def visible(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """An organisation sees its own offers and joint ones it agreed to; staff and auditors those submitted, never a draft.

    Offers of a competition that keeps them sealed nobody but their organisations sees before the deadline has passed.
    """
    rows = Offer.objects.select_related("competition__case", "organisation", "subtask")
    if is_staff(actor) or actor.wears("auditor"):
        return rows.exclude(state=State.DRAFT).exclude(sealed(at))
    if actor.wears(*ORGANISATION):
        joint = Partner.objects.filter(organisation__public_id=actor.key, agreed_at__isnull=False)
        return rows.filter(Q(organisation__public_id=actor.key) | Q(pk__in=joint.values("offer")))
    return rows.none()


def sealed_chains(chains: Collection[str], at: datetime) -> set[str]:
    """Of these chains of the ledger, those of sealed offers: an auditor learns that something happened, not what it says."""
    offers = {chain.removeprefix("offer:"): chain for chain in chains if chain.startswith("offer:")}
    rows = Offer.objects.filter(sealed(at), public_id__in=offers).order_by() if offers else Offer.objects.none()
    return {offers[public_id] for public_id in rows.values_list("public_id", flat=True)}


def numbered(actor: Actor, offer: Offer, at: datetime) -> bool:
    """Whether the actor may know an offer's number in its competition: before the deadline it would tell how many came in."""
    return not actor.wears(*ORGANISATION) or deadline_passed(offer.competition.offers_due, at)


def own(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """The offers of the organisation that the actor acts for."""
    return visible(actor, at) if actor.wears(*ORGANISATION) else Offer.objects.none()


def partnerships(actor: Actor, at: datetime) -> QuerySet[Partner]:
    """Joint offers to which the organisation that the actor acts for was invited."""
    rows = Partner.objects.select_related("offer__competition", "offer__organisation", "offer__subtask", "organisation")
    return rows.filter(organisation__public_id=actor.key) if actor.wears(*ORGANISATION) else rows.none()


def partners(actor: Actor, at: datetime) -> QuerySet[Partner]:
    """The other organisations of the joint offers that the actor's own organisation writes."""
    rows = Partner.objects.select_related("offer__competition", "offer__organisation", "offer__subtask", "organisation")
    return rows.filter(offer__organisation__public_id=actor.key) if actor.wears(*ORGANISATION) else rows.none()


def joint(actor: Actor, at: datetime) -> QuerySet[Partner]:
    """Both: the organisations that the actor's own invited, and the invitations that it got."""
    rows = Partner.objects.select_related("offer__competition", "offer__organisation", "offer__subtask", "organisation")
    mine = Q(offer__organisation__public_id=actor.key) | Q(organisation__public_id=actor.key)
    return rows.filter(mine) if actor.wears(*ORGANISATION) else rows.none()


def leads(actor: Actor, offer: Offer) -> bool:
    """Whether the actor acts for the organisation that began the offer, and not for another of a joint one."""
    return actor.wears(*ORGANISATION) and actor.key == offer.organisation.public_id


def may_invite(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Who writes for the organisation that began the offer chooses the others."""
    allowed = actor.wears(*WRITERS) and leads(actor, offer)
    return allowed, _("Oferentów dobiera redaktor albo osoba podpisująca organizacji, która rozpoczęła ofertę.")


def may_drop(actor: Actor, partner: Partner, at: datetime) -> tuple[bool, str]:
    """The same, of one of the others."""
    return may_invite(actor, partner.offer, at)


def may_answer(actor: Actor, partner: Partner, at: datetime) -> tuple[bool, str]:
    """Only a person who signs for the invited organisation agrees or refuses in its name."""
    allowed = actor.wears(SIGNATORY.code) and actor.key == partner.organisation.public_id
    return allowed, _("Zgody na ofertę wspólną udziela osoba podpisująca w imieniu organizacji.")


def attachments(actor: Actor, at: datetime) -> QuerySet[Attachment]:
    """The files of the offers that the actor sees; those of a correction that is not submitted only its organisation."""
    rows = Attachment.objects.filter(offer__in=visible(actor, at)).select_related("offer__competition")
    return rows if actor.wears(*ORGANISATION) else rows.filter(pending=False)


def own_attachments(actor: Actor, at: datetime) -> QuerySet[Attachment]:
    """The files of the offers of the organisation that the actor acts for."""
    return Attachment.objects.filter(offer__in=own(actor, at)).select_related("offer__competition")


def may_remove(actor: Actor, attachment: Attachment, at: datetime) -> tuple[bool, str]:
    """Who writes the offer removes its files."""
    return may_write(actor, attachment.offer, at)


def may_start(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Who writes for an organisation begins its offer; whether the competition takes offers the law judges."""
    return actor.wears(*WRITERS), _("Ofertę zaczyna redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_practise(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff try the form of a competition before it takes offers; after that it is the organisations' alone."""
    before = competition.state in (CompetitionState.DRAFT, CompetitionState.APPROVED)
    return is_staff(actor) and before, _("Formularz oferty wypróbowuje urząd, zanim konkurs zostanie ogłoszony.")


def may_write(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """The editor and the signatory write; a draft takes text even after the deadline, so that nothing typed is lost."""
    return actor.wears(*WRITERS), _("Ofertę pisze redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_submit(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """The editor and the signatory submit; the signatures stand on the confirmation."""
    allowed = actor.wears(*WRITERS) and leads(actor, offer)
    return allowed, _("Ofertę składa redaktor albo osoba podpisująca organizacji, która ją rozpoczęła.")


def may_withdraw(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Only a person who signs for the organisation withdraws its offer."""
    allowed = actor.wears(SIGNATORY.code) and leads(actor, offer)
    return allowed, _("Ofertę wycofuje osoba podpisująca w imieniu organizacji, która ją rozpoczęła.")


def may_reopen(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Who writes for the organisation takes its withdrawn offer up again; whether in time the law judges."""
    return actor.wears(*WRITERS) and leads(actor, offer), _(
        "Ofertę otwiera ponownie redaktor albo osoba podpisująca z organizacji, która ją rozpoczęła."
    )
