"""Verbs over hats: grant, withdraw."""

from datetime import datetime

from django.db import transaction

from core.accounts.actor import Actor
from core.accounts.hats import KINDS
from core.accounts.models import Hat, User
from core.audit.ledger import record


@transaction.atomic
def grant_hat(user: User, kind: str, *, key: str = "", title: str = "", actor: Actor, at: datetime) -> Hat:
    """Give a user a hat; giving the one they wear returns it unchanged.

    Who may give it is decided by the app that owns the kind, before this is called. Raises KeyError for an unknown kind.
    """
    KINDS[kind]
    hat, created = Hat.objects.worn().get_or_create(
        user=user, kind=kind, key=key, defaults={"title": title, "granted_at": at, "granted_by": actor.user}
    )
    if created:
        record(hat, "grant_hat", actor=actor, at=at, after={"kind": kind, "key": key, "user": user.public_id})
    return hat


@transaction.atomic
def withdraw_hat(hat: Hat, *, actor: Actor, at: datetime) -> Hat:
    """Take a hat away; what was done in it stays in the ledger. Withdrawing it again changes nothing."""
    if Hat.objects.worn().filter(pk=hat.pk).update(withdrawn_at=at, withdrawn_by=actor.user):
        hat.withdrawn_at, hat.withdrawn_by = at, actor.user
        record(hat, "withdraw_hat", actor=actor, at=at, before={"kind": hat.kind, "key": hat.key})
    return hat
