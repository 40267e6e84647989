"""Corrections on other pages: what an organisation has to put right, and what became of it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.corrections.access import own
from competitions.corrections.models import Correction
from competitions.corrections.queries import open_correction
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data_godzina
from ngo.registry.hats import WRITERS


def to_correct(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The organisation's offers that the office called back, the nearest term first."""
    rows = own(actor, at).filter(offer__state=State.RETURNED, due__gte=at).order_by("due", "pk")
    return listing(_("Oferty do uzupełnienia"), [_item(actor, row, at) for row in rows.defer("offer__content")[:10]])


def _item(actor: Actor, row: Correction, at: datetime) -> Item:
    tag, tone = nearness(localdate(row.due), at)
    words = _("Uzupełnij: %(offer)s") if row.written else _("Dostarcz podpisane potwierdzenie: %(offer)s")
    writes = actor.wears(*WRITERS) and row.written
    return Item(
        words % {"offer": row.offer},
        reverse("correction" if writes else "offer-page", args=[row.offer.public_id]),
        note=_("do %(due)s: %(reason)s") % {"due": data_godzina(row.due), "reason": row.reason},
        tag=tag,
        tone=tone,
    )


def of_offer(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """On the page of an offer: the call to correct it, and the way to what changed."""
    # Offers are called back after the call; before that there is nothing to look for.
    row = None if offer.state in (State.DRAFT, State.SUBMITTED) else open_correction(offer)
    if row is None:
        return None
    items = [_item(actor, row, at)] if offer.state == State.RETURNED else []
    if row.version_id:
        items.append(
            Item(_("Co zmieniło uzupełnienie"), reverse("offer-changes", args=[offer.public_id]), note=row.reason)
        )
    return listing(_("Uzupełnienie oferty"), items)
