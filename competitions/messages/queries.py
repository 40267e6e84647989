"""Reads of messages: threads with what is unread in them, who of an organisation is written to."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery

from competitions.messages.models import Message, Side, Thread
from competitions.offers.models import Offer
from core.accounts.models import User
from ngo.registry.hats import SIGNATORY, WRITERS
from office.structure.hats import STAFF


def thread_of(offer: Offer) -> QuerySet[Thread]:
    """The thread of an offer that the caller may read, if anybody wrote."""
    return Thread.objects.filter(offer=offer)


def with_unread(rows: QuerySet[Thread], side: Side) -> QuerySet[Thread]:
    """Threads with `written` (messages in them) and `unread` (those of the other side that this one has not read)."""
    theirs = Q(messages__read_at=None) & ~Q(messages__side=side)
    return rows.annotate(written=Count("messages"), unread=Count("messages", filter=theirs))


def waiting_of(threads: QuerySet[Thread], competition: Any) -> Subquery:
    """In how many of the threads one may read the office has to answer, by competition, as a column; nothing when in none."""
    rows = threads.filter(offer__competition=competition, turn=Side.OFFICE).order_by()
    return Subquery(rows.values("offer__competition").annotate(count=Count("pk")).values("count"))


def people_of(offer: Offer) -> list[User]:
    """Who of the organisation learns of a message: everyone who signs for it, and its editors who began, submitted or wrote here."""
    key = offer.organisation.public_id
    wrote = Message.objects.filter(thread__offer=offer, side=Side.ORGANISATION).order_by().values("author")
    here = Q(pk__in=(offer.created_by_id, offer.submitted_by_id)) | Q(pk__in=wrote)
    signs = Q(hats__kind=SIGNATORY.code, hats__key=key, hats__withdrawn_at=None)
    writes = Q(hats__kind__in=WRITERS, hats__key=key, hats__withdrawn_at=None) & here
    return list(User.objects.filter(signs | writes, is_active=True).distinct().order_by("pk"))


def officers_of(offer: Offer) -> list[User]:
    """The staff who wrote in the thread and still serve; nobody, while the office has not answered yet."""
    wrote = Message.objects.filter(thread__offer=offer, side=Side.OFFICE).order_by().values("author")
    serve = User.objects.filter(hats__kind__in=STAFF, hats__withdrawn_at=None, is_active=True, pk__in=wrote)
    return list(serve.distinct().order_by("pk"))
