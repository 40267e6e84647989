"""Messages on other pages: on that of an offer, and on the desks of both sides."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.messages import access
from competitions.messages.models import Side
from competitions.messages.presentation import case_words
from competitions.messages.queries import thread_of, with_unread
from competitions.offers.access import keeps_sealed, leads
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data_godzina, odmiana
from ngo.registry.hats import ORGANISATION

SHOWN = 10
JUST_NOW = timedelta(minutes=15)
UNREAD = "nieprzeczytana,nieprzeczytane,nieprzeczytanych"


def of_offer(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """On the page of an offer: whether anything waits, whose turn it is, and the way to write."""
    joint = actor.wears(*ORGANISATION) and not leads(actor, offer)
    side = access.side_of(actor)
    sealed = keeps_sealed(offer.competition, at)
    # The page of an offer just submitted waits for its confirmation and asks about that; the desks know of messages meanwhile.
    fresh = offer.submitted_at is not None and at - offer.submitted_at < JUST_NOW
    thread: Any = None
    if not joint and not sealed and not fresh:
        thread = with_unread(thread_of(offer), side).first()
    context = {
        "offer": offer,
        "competition": offer.competition,
        "joint": joint,
        "sealed": sealed,
        "fresh": fresh,
        "thread": thread,
        "side": side,
        "may_write": access.may_write(actor, offer, at)[0] and access.takes(offer.competition, at),
    }
    title = _("Wiadomości z urzędem") if actor.wears(*ORGANISATION) else _("Wiadomości z organizacją")
    shown = thread or joint or sealed or context["may_write"]
    return Panel(title, "competitions/messages/panel.html", context, empty=not shown)


def way(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On the officer's desk: the way to all threads; how many wait in each competition stands beside it already."""
    note = _("najpierw te, na które urząd ma odpowiedzieć")
    return listing(_("Wiadomości z organizacjami"), [Item(_("Wszystkie wiadomości"), reverse("messages"), note=note)])


def mine(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """On the organisation's desk: what the office wrote and nobody has read, or what it waits for."""
    rows = with_unread(access.threads(actor, at), Side.ORGANISATION).order_by("-last_at", "pk")
    found = rows.filter(Q(turn=Side.ORGANISATION) | Q(unread__gt=0))[:SHOWN]
    return listing(_("Wiadomości od urzędu"), [_item(actor, row, at) for row in found])


def _item(actor: Actor, row: Any, at: datetime) -> Item:
    case = case_words(actor, row.offer, at)
    ours = actor.wears(*ORGANISATION)
    label = case if ours else f"{row.offer.organisation.name}: {case}"
    awaited = _("urząd czeka na odpowiedź") if ours and row.turn == Side.ORGANISATION else ""
    tag = odmiana(row.unread, UNREAD) if row.unread else awaited
    return Item(
        label,
        reverse("offer-messages", args=[row.offer.public_id]),
        note=_("%(competition)s; ostatnia %(at)s")
        % {"competition": row.offer.competition.title, "at": data_godzina(row.last_at)},
        tag=tag,
        tone="warn",
    )
