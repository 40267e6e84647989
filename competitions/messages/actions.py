"""Verbs over messages: write one, say that one needs no answer, note that one was read."""

import hashlib
from datetime import datetime, timedelta
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from competitions.messages import access, queries, refusals
from competitions.messages.models import Message, Side, Thread
from competitions.offers.access import keeps_sealed
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.notices.actions import send
from core.workflow.advance import hold

# Messages of one side about one offer in an hour.
HOURLY = 20


@transaction.atomic
def write(
    offer: Offer, text: str, *, token: str = "", expects_answer: bool = False, actor: Actor, at: datetime
) -> Message:
    """Write to the other side; it learns that a message waits, the text stays in the case.

    The organisation's message makes it the office's turn; the office's makes it the organisation's when it `expects_answer`.
    The same text with the same `token` (of the form it was typed in) is one message, however often it is sent.
    The ledger notes that a message was written and by which side, never its text.
    Raises Sealed, CaseOver, TooMany (more than HOURLY in an hour).
    """
    hold(offer)
    words = text.replace("\r\n", "\n").strip()
    once = hashlib.sha256(f"{token or token_hex(16)}\n{words}".encode()).hexdigest()
    same = Message.objects.filter(thread__offer=offer, once=once).first()
    if same:
        return same
    side = access.side_of(actor)
    _insist(offer, side, at)
    turn = Side.OFFICE if side == Side.ORGANISATION else Side.ORGANISATION if expects_answer else ""
    thread, _made = Thread.objects.update_or_create(offer=offer, defaults={"turn": turn, "last_at": at})
    # Who answers has read what stands above.
    mark_read(thread, side, at=at)
    message = Message.objects.create(thread=thread, side=side, text=words, author=actor.person, sent_at=at, once=once)
    note = {"message": message.public_id, "side": side, "expects_answer": bool(turn)}
    record(offer, "write_message", actor=actor, at=at, after=note)
    _tell(offer, side, at)
    return message


def _insist(offer: Offer, side: Side, at: datetime) -> None:
    if keeps_sealed(offer.competition, at):
        raise refusals.sealed(offer.competition.offers_due)
    if not access.takes(offer.competition, at):
        raise refusals.case_over()
    lately = Message.objects.filter(thread__offer=offer, side=side, sent_at__gt=at - timedelta(hours=1))
    if lately.count() >= HOURLY:
        raise refusals.too_many(HOURLY)


def _tell(offer: Offer, side: Side, at: datetime) -> None:
    """That a message waits, and where: a letter passes through others' hands, so what was written is not in it."""
    link = reverse("offer-messages", args=[offer.public_id])
    if side == Side.OFFICE:
        context = {"offer": offer, "competition": offer.competition}
        for person in queries.people_of(offer):
            send(person, template="message-from-office", context=context, subject_obj=offer, at=at, link=link)
        return
    # Of a draft the office knows that it is written, not what it says.
    context = {"organisation": offer.organisation, "competition": offer.competition}
    for to in queries.officers_of(offer) or [settings.OFFICE["email"]]:
        send(to, template="message-from-organisation", context=context, subject_obj=offer, at=at, link=link)


@transaction.atomic
def settle(offer: Offer, *, actor: Actor, at: datetime) -> None:
    """Say that the organisation's last message needs no answer; when it is not the office's turn, nothing changes."""
    hold(offer)
    if Thread.objects.filter(offer=offer, turn=Side.OFFICE).update(turn=""):
        record(offer, "settle_message", actor=actor, at=at)


def mark_read(thread: Thread, side: Side, *, at: datetime) -> int:
    """Note that a side has read what the other wrote; how many messages it had not."""
    return Message.objects.filter(thread=thread, read_at=None).exclude(side=side).update(read_at=at)
