"""Who sees what: one's own hats and sessions; an invitation for whoever holds its token; accounts for administrators."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import ADMINISTRATOR
from core.accounts.models import Hat, HatQuerySet, User
from core.signin.models import Invitation, InvitationQuerySet


def hats(actor: Actor, at: datetime) -> HatQuerySet:
    """The gate of hats to choose from: one's own, whichever is worn."""
    return Hat.objects.worn().filter(user=actor.user).order_by("pk")


def sessions(actor: Actor, at: datetime) -> QuerySet[UserSession]:
    """The gate of sessions: one's own that still live, newest first."""
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    return UserSession.objects.filter(user=actor.user, session_key__in=live).order_by("-created_at", "-pk")


def invited(token_hash: str) -> Invitation | None:
    """The invitation of a token, open or not: the letter with the token went to the invited address alone."""
    return Invitation.objects.filter(token_hash=token_hash).first()


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Whether it can still be accepted."""
    return Invitation.objects.open(at).filter(pk=invitation.pk).exists()


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address has an account already."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def accounts(actor: Actor, at: datetime) -> QuerySet[User]:
    """The gate of accounts: administrators see all."""
    rows = User.objects.all()
    return rows if actor.wears(ADMINISTRATOR.code) or actor.system else rows.none()


def invitations(actor: Actor, at: datetime) -> InvitationQuerySet:
    """The gate of invitations that wait: administrators see all, newest first."""
    rows = Invitation.objects.pending().select_related("invited_by").order_by("-pk")
    return rows if actor.wears(ADMINISTRATOR.code) or actor.system else rows.none()


def may_manage(actor: Actor, user: User, at: datetime) -> tuple[bool, str]:
    """An administrator changes any account but their own: nobody gives a role to themselves."""
    if not actor.wears(ADMINISTRATOR.code):
        return False, _("Kontami zarządza administrator.")
    if user.anonymised_at:
        return False, _("To konto zanonimizowano: nie ma już w nim danych osoby i nie da się go otworzyć.")
    return user != actor.user, _("Własnego konta nie zmienisz tutaj; zrobi to inny administrator.")


def may_revoke(actor: Actor, invitation: Invitation, at: datetime) -> tuple[bool, str]:
    """Administrators take invitations back."""
    return actor.wears(ADMINISTRATOR.code), _("Zaproszenia wycofuje administrator.")
