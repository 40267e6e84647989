"""Who reads the messages of an offer: the organisation that began it, staff and auditors; who writes: its writers and staff.

Experts, panels and the other organisations of a joint offer never see them. Of a sealed offer the office learns nothing
before it is opened, so until then nobody writes.
"""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import ENDED
from competitions.calls.states import State as CompetitionState
from competitions.messages.models import Message, Side, Thread
from competitions.offers import access as offers
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from ngo.registry.hats import ORGANISATION, WRITERS
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)
# Competitions whose files are closed: their cases take no more messages.
OVER = ENDED | {CompetitionState.SETTLED}


def visible(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """Offers whose messages the actor may read. A draft staff know by its messages only, when its organisation wrote first."""
    if actor.wears(*ORGANISATION):
        return offers.own(actor, at).filter(organisation__public_id=actor.key)
    rows = Offer.objects.select_related("competition__case", "organisation", "subtask")
    if is_staff(actor) or actor.wears(AUDITOR.code):
        return rows.exclude(offers.sealed(at)).filter(~Q(state=State.DRAFT) | Q(thread__isnull=False))
    return rows.none()


def threads(actor: Actor, at: datetime) -> QuerySet[Thread]:
    """The threads of those offers."""
    rows = Thread.objects.select_related("offer__competition", "offer__organisation").defer("offer__content")
    return rows.filter(offer__in=visible(actor, at).order_by().values("pk"))


def messages(actor: Actor, at: datetime) -> QuerySet[Message]:
    """What was written in those threads."""
    rows = Message.objects.select_related("thread__offer", "author").defer("thread__offer__content")
    return rows.filter(thread__offer__in=visible(actor, at).order_by().values("pk"))


def side_of(actor: Actor) -> Side:
    """For which side the actor writes."""
    return Side.ORGANISATION if actor.wears(*ORGANISATION) else Side.OFFICE


def takes(competition: Competition, at: datetime) -> bool:
    """Whether messages about the offers of a competition are possible now: its offers are open to the office, its case is not closed."""
    return competition.state not in OVER and not offers.keeps_sealed(competition, at)


def may_write(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """The editor and the signatory of the organisation that began the offer, and staff; whether the case takes messages the action judges."""
    allowed = is_staff(actor) or (actor.wears(*WRITERS) and offers.leads(actor, offer))
    return allowed, _(
        "Wiadomości w sprawie oferty piszą redaktor i osoba podpisująca organizacji, która ją rozpoczęła, oraz urząd."
    )


def may_settle(actor: Actor, offer: Offer, at: datetime) -> tuple[bool, str]:
    """Staff say that a message needs no answer."""
    return is_staff(actor), _("O tym, że wiadomość nie wymaga odpowiedzi, decydują pracownicy urzędu.")
