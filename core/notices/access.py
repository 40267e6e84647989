"""Who sees a notice: its addressee."""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from core.accounts.actor import Actor
from core.notices.models import Notice, NoticeQuerySet, RefusedAddress

SIGNER = Signer(salt="core.notices.address", sep=".")


def visible(actor: Actor, at: datetime) -> NoticeQuerySet:
    """The gate of notices: a person's own, whatever the hat, but for cases from which they are excluded."""
    return Notice.objects.filter(user=actor.user, hidden=False) if actor.user else Notice.objects.none()


def own_address(actor: Actor, at: datetime) -> RefusedAddress | None:
    """The mark on the actor's own address, when letters to it come back."""
    return RefusedAddress.objects.filter(email=actor.user.email.lower()).first() if actor.user else None


def signed(address: RefusedAddress) -> str:
    """What the letter's link carries: who got the letter at that address."""
    return SIGNER.sign(address.public_id)


def of_link(token: str) -> RefusedAddress | None:
    """The address of a link; None for one that we did not sign, and for an address that is confirmed already."""
    try:
        identifier = SIGNER.unsign(token)
    except BadSignature:
        return None
    return RefusedAddress.objects.filter(public_id=identifier).first()
