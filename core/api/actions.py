"""Verbs over keys of the API: create, revoke, note a use."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.api.models import ApiToken
from core.api.scopes import scopes_for
from core.audit.ledger import record
from core.workflow.refusal import Refusal

# The mark lets secret scanners find a key that was published by mistake.
MARK = "pozytek_"
SHOWN = len(MARK) + 6
LIVE_KEYS = 20
LIFE_DAYS = (30, 90, 365)
NOTED_EVERY = timedelta(hours=1)


class TooManyKeys(Refusal):
    """A person has as many live keys as one may have."""

    code = "too-many-keys"

    @property
    def sentences(self) -> list[str]:
        return [_("Masz już %(n)d czynnych kluczy. Unieważnij te, których nie używasz.") % {"n": LIVE_KEYS}]


class ScopeOutOfHat(Refusal):
    """A scope that the hat has no use for."""

    code = "scope-out-of-hat"

    @property
    def sentences(self) -> list[str]:
        return [_("Tych zakresów nie można nadać w roli, w której teraz działasz.")]


def hashed(secret: str) -> str:
    """SHA-256 of a secret; it has 256 random bits, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_token(*, name: str, scopes: Sequence[str], days: int, actor: Actor, at: datetime) -> tuple[ApiToken, str]:
    """A new key of the actor in the hat worn now, and its secret, which is nowhere kept.

    `days` is its life, at most 365. Raises TooManyKeys, ScopeOutOfHat, and ValueError without a hat.
    """
    person, hat = actor.person, actor.hat
    if hat is None or not 0 < days <= max(LIFE_DAYS):
        raise ValueError("a key needs a hat and a life of at most a year")
    if not set(scopes) <= {scope.code for scope in scopes_for(hat.kind)}:
        raise ScopeOutOfHat
    if ApiToken.objects.live(at).filter(user=person).count() >= LIVE_KEYS:
        raise TooManyKeys
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=person,
        hat=hat,
        name=name,
        scopes=sorted(set(scopes)),
        prefix=secret[:SHOWN],
        secret_hash=hashed(secret),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    after = {"scopes": token.scopes, "hat": hat.public_id, "expires_at": token.expires_at}
    record(token, "create_token", actor=actor, at=at, after=after)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor, at: datetime) -> ApiToken:
    """Close a key for ever; revoking it again changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        token.revoked_at = at
        record(token, "revoke_token", actor=actor, at=at, after={"revoked_at": at})
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remember that a key was used, to the hour: a write with every read would make reads queue."""
    if token.last_used_at is None or token.last_used_at < at - NOTED_EVERY:
        unused = Q(last_used_at=None) | Q(last_used_at__lt=at)
        ApiToken.objects.filter(unused, pk=token.pk).update(last_used_at=at)
