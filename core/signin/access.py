"""Who sees an invitation: whoever holds its token, since the letter with it went to the invited address alone."""

from datetime import datetime

from core.accounts.models import User
from core.signin.models import Invitation


def invited(token_hash: str) -> Invitation | None:
    """The invitation of a token, open or not."""
    return Invitation.objects.filter(token_hash=token_hash).first()


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Whether it can still be accepted."""
    return Invitation.objects.open(at).filter(pk=invitation.pk).exists()


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address has an account already."""
    return User.objects.filter(email__iexact=invitation.email).exists()
