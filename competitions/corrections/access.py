"""Who sees a correction: who sees its offer; the organisation's writers correct."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from competitions.corrections.models import Correction
from competitions.offers import access as offers
from competitions.offers.models import Attachment, Offer, OfferVersion
from core.accounts.actor import Actor
from ngo.registry.hats import WRITERS


def visible(actor: Actor, at: datetime) -> QuerySet[Correction]:
    """The corrections of the offers that the actor sees."""
    rows = Correction.objects.select_related("offer__competition__case", "offer__organisation", "base", "version")
    return rows.filter(offer__in=offers.visible(actor, at).order_by().values("pk"))


def own(actor: Actor, at: datetime) -> QuerySet[Correction]:
    """The corrections of the organisation that the actor acts for."""
    return visible(actor, at).filter(offer__in=offers.own(actor, at).order_by().values("pk"))


def changed(actor: Actor, at: datetime) -> QuerySet[Offer]:
    """The offers that the actor sees and that have a version before the newest: of the others nothing has changed."""
    later = OfferVersion.objects.filter(offer=OuterRef("pk"), number__gt=1)
    return offers.visible(actor, at).filter(Exists(later))


def own_files(actor: Actor, at: datetime) -> QuerySet[Attachment]:
    """The files of corrections of the organisation that the actor acts for, as long as those are not submitted."""
    return offers.own_attachments(actor, at).filter(pending=True)


def may_remove(actor: Actor, attachment: Attachment, at: datetime) -> tuple[bool, str]:
    """Who corrects the offer removes its new files."""
    return offers.may_write(actor, attachment.offer, at)


def may_correct(actor: Actor, correction: Correction, at: datetime) -> tuple[bool, str]:
    """The editor and the signatory correct; the signature stands on the confirmation."""
    return actor.wears(*WRITERS), _("Ofertę uzupełnia redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_submit(actor: Actor, correction: Correction, at: datetime) -> tuple[bool, str]:
    """As with the offer itself, the organisation that began it submits."""
    allowed = actor.wears(*WRITERS) and offers.leads(actor, correction.offer)
    return allowed, _("Uzupełnienie składa redaktor albo osoba podpisująca organizacji, która rozpoczęła ofertę.")
