"""Verbs over the list of experts: enter a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record
from core.signin.actions import grant_hat


@transaction.atomic
def enlist(user: User, *, spheres: Sequence[str], actor: Actor, at: datetime) -> Expert:
    """Enter a person on the list of experts with their spheres (codes of UDPP art. 4 ust. 1) and give them the hat.

    Entering the same person again returns the entry there is.
    """
    expert, created = Expert.objects.get_or_create(user=user, defaults={"spheres": list(spheres), "listed_at": at})
    if created:
        record(expert, "enlist", actor=actor, at=at, after={"spheres": list(spheres), "user": user.public_id})
        grant_hat(user, EXPERT.code, key=expert.public_id, actor=actor, at=at)
    return expert
