"""Verbs over secret links to calendars: make, revoke, note a read."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from core.accounts.actor import Actor
from core.audit.ledger import record
from office.agenda.models import Attendee, Feed
from office.agenda.refusals import TooManyFeeds
from office.structure.models import Unit

FEEDS_MAX = 20
NOTED_EVERY = timedelta(hours=1)


def hashed(secret: str) -> str:
    """SHA-256 of a secret; it has 256 random bits, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(of: Attendee | Unit, *, actor: Actor, at: datetime) -> tuple[Feed, str]:
    """A new link to the calendar of an attendee or a unit, and its secret, which is nowhere kept.

    It shows what the hat worn now sees, as long as it is worn. Raises TooManyFeeds, and ValueError without a hat.
    """
    if actor.hat is None:
        raise ValueError("a link needs a hat")
    if Feed.objects.live().filter(hat=actor.hat).count() >= FEEDS_MAX:
        raise TooManyFeeds(FEEDS_MAX)
    secret = secrets.token_urlsafe(32)
    own = {"attendee": of} if isinstance(of, Attendee) else {"unit": of}
    feed = Feed.objects.create(hat=actor.hat, secret_hash=hashed(secret), created_at=at, **own)
    record(feed, "make_feed", actor=actor, at=at, after={"of": of.public_id if isinstance(of, Attendee) else of.code})
    return feed, secret


@transaction.atomic
def revoke(feed: Feed, *, actor: Actor, at: datetime) -> Feed:
    """Close a link for ever; revoking it again changes nothing."""
    if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=at):
        feed.revoked_at = at
        record(feed, "revoke_feed", actor=actor, at=at)
    return feed


def note_read(feed: Feed, *, at: datetime) -> bool:
    """Remember that a link was read, to the hour; whether this was the first time in it."""
    before = Q(last_read_at=None) | Q(last_read_at__lt=at - NOTED_EVERY)
    return bool(Feed.objects.filter(before, pk=feed.pk).update(last_read_at=at))
