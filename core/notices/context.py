"""How many notices are unread, for the header of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

from core.accounts.actor import VISITOR
from core.notices.queries import unread_count


def unread(request: HttpRequest) -> dict[str, Any]:
    """`unread`: the number of the actor's unread notices; one query at most, and only when a template asks."""
    actor = getattr(request, "actor", VISITOR)
    return {"unread": SimpleLazyObject(lambda: unread_count(actor, now()))}
