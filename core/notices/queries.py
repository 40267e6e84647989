"""Reads of notices: the newest unread ones and how many there are, in one query a page."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Window

from core.accounts.actor import Actor
from core.notices.access import visible
from core.notices.models import Notice, RefusedAddress

# Where the count waits on the request's own user: a desk reads notices for its panel, and its header asks how many they are.
COUNTED = "unread_notices"


def newest_unread(actor: Actor, at: datetime, limit: int) -> list[Notice]:
    """The newest unread notices without their text; how many there are in all is remembered for `unread_count`."""
    rows = visible(actor, at).unread().annotate(all_unread=Window(Count("pk"))).defer("body")
    found: list[Any] = list(rows.order_by("-created_at", "-pk")[:limit])
    if actor.user is not None:
        vars(actor.user)[COUNTED] = found[0].all_unread if found else 0
    return found


def unread_count(actor: Actor, at: datetime) -> int:
    """How many unread notices the actor has."""
    if actor.user is None:
        return 0
    known: int | None = vars(actor.user).get(COUNTED)
    return visible(actor, at).unread().count() if known is None else known


def refuses(email: str) -> bool:
    """Whether letters to an address come back, as far as is known."""
    return RefusedAddress.objects.filter(email=email.lower()).exists()
