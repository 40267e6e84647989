"""Verbs over hats, invitations and accounts."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.actor import Actor, system
from core.accounts.hats import KINDS
from core.accounts.models import Hat, User
from core.audit.ledger import record, sealed
from core.notices.actions import send
from core.signin.holdings import Keeper, holdings
from core.signin.models import Invitation
from core.signin.refusals import InvitationOver, NoSuccessor, OtherAddress
from core.tables.collation import person_key

INVITATION_LIFETIME = timedelta(days=14)


@transaction.atomic
def grant_hat(
    user: User, kind: str, *, key: str = "", title: str = "", actor: Actor, at: datetime, reason: str = ""
) -> Hat:
    """Give a user a hat; giving the one they wear returns it unchanged.

    Who may give it is decided by the app that owns the kind, before this is called. Raises KeyError for an unknown kind.
    """
    KINDS[kind]
    hat, created = Hat.objects.worn().get_or_create(
        user=user, kind=kind, key=key, defaults={"title": title, "granted_at": at, "granted_by": actor.user}
    )
    if created:
        after = {"kind": kind, "key": key, "user": user.public_id}
        record(hat, "grant_hat", actor=actor, at=at, after=after, reason=reason)
    return hat


@transaction.atomic
def withdraw_hat(hat: Hat, *, actor: Actor, at: datetime, reason: str = "") -> Hat:
    """Take a hat away; what was done in it stays in the ledger. Withdrawing it again changes nothing."""
    if Hat.objects.worn().filter(pk=hat.pk).update(withdrawn_at=at, withdrawn_by=actor.user):
        hat.withdrawn_at, hat.withdrawn_by = at, actor.user
        record(hat, "withdraw_hat", actor=actor, at=at, before={"kind": hat.kind, "key": hat.key}, reason=reason)
    return hat


@transaction.atomic
def invite(
    email: str, kind: str, *, key: str = "", title: str = "", actor: Actor, at: datetime
) -> tuple[Invitation, str]:
    """Offer a hat to an e-mail address by letter; gives the invitation and the path on this site that accepts it.

    The path carries the token and is nowhere kept: only the letter (and whoever calls this) has it. It is good once, for
    14 days. An earlier open invitation of the same address to the same hat is revoked.
    Who may invite is decided by the app that owns the kind, before this is called. Raises KeyError for an unknown kind.
    """
    KINDS[kind]
    address = email.strip().lower()
    for earlier in Invitation.objects.pending().filter(email=address, kind=kind, key=key):
        revoke_invitation(earlier, actor=actor, at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        kind=kind,
        key=key,
        title=title,
        token_hash=token_hash(token),
        invited_by=actor.user,
        created_at=at,
        expires_at=at + INVITATION_LIFETIME,
    )
    after = {"kind": kind, "key": key, "email": sealed(address), "expires_at": invitation.expires_at}
    record(invitation, "invite", actor=actor, at=at, after=after)
    path = reverse("invitation", args=[token])
    context = {"invitation": invitation, "inviter": actor.user}
    send(address, template="invitation", context=context, subject_obj=invitation, at=at, link=path, secret=True)
    return invitation, path


def token_hash(token: str) -> str:
    """What is kept of an invitation's token; the token has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Actor, at: datetime) -> Invitation:
    """Take an invitation back; one that is over stays as it was."""
    if Invitation.objects.pending().filter(pk=invitation.pk).update(revoked_at=at):
        invitation.revoked_at = at
        record(invitation, "revoke_invitation", actor=actor, at=at)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, actor: Actor, at: datetime) -> Hat:
    """Take the offered hat onto the account of the person signed in; accepting again gives the hat accepted before.

    Raises OtherAddress when the account has another e-mail address, InvitationOver when it can no longer be accepted.
    """
    user = actor.person
    if user.email.lower() != invitation.email.lower():
        raise OtherAddress
    if not Invitation.objects.open(at).filter(pk=invitation.pk).update(accepted_at=at, accepted_by=user):
        mine = Hat.objects.worn().filter(user=user, kind=invitation.kind, key=invitation.key).first()
        if mine is None or not Invitation.objects.filter(pk=invitation.pk, accepted_by=user).exists():
            raise InvitationOver
        return mine
    invitation.accepted_at, invitation.accepted_by = at, user
    record(invitation, "accept_invitation", actor=actor, at=at, after={"user": user.public_id})
    verify_email(user, actor=actor, at=at)
    giver = Actor(user=invitation.invited_by) if invitation.invited_by else system("zaproszenie")
    return grant_hat(user, invitation.kind, key=invitation.key, title=invitation.title, actor=giver, at=at)


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str | None, at: datetime) -> User:
    """Make an account for the invited address, which the letter has proved to be theirs, and give it the hat.

    The caller has checked the password. Raises InvitationOver also when the address has an account by now.
    """
    # Of two clicks at once the second waits here, and then finds the account.
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationOver
    user = open_account(invitation.email, name=name, password=password, at=at)
    accept(invitation, actor=Actor(user=user), at=at)
    return user


@transaction.atomic
def open_account(email: str, *, name: str, password: str | None, at: datetime) -> User:
    """Make an account without any hat, by its own person; without a password nobody signs in until it is reset.

    The caller has checked the password and that the address is free.
    """
    user = User.objects.create_user(email, password, name=name, sort_key=person_key(name or email))
    record(user, "open_account", actor=Actor(user=user), at=at)
    return user


@transaction.atomic
def verify_email(user: User, *, actor: Actor, at: datetime) -> User:
    """Note that the account's address is its person's: by an invitation, or for accounts that a command makes."""
    address, created = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if created or not address.verified:
        EmailAddress.objects.filter(user=user).exclude(pk=address.pk).update(primary=False)
        EmailAddress.objects.filter(pk=address.pk).update(verified=True, primary=True)
        record(user, "verify_email", actor=actor, at=at, after={"email": sealed(user.email)})
    return user


@transaction.atomic
def enrol_totp(user: User, secret: str, *, actor: Actor, at: datetime) -> User:
    """Give an account one-time codes with a known secret (Base32), and verify its address; for accounts a command makes.

    An account that has one-time codes keeps those it has.
    """
    verify_email(user, actor=actor, at=at)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)
        record(user, "enrol_second_factor", actor=actor, at=at, after={"type": "totp"})
    return user


@transaction.atomic
def rename(user: User, name: str, *, actor: Actor, at: datetime) -> User:
    """Change how a person is called; the ledger notes the fact, not the names."""
    if name != user.name:
        user.name, user.sort_key = name, person_key(name or user.email)
        user.save(update_fields=["name", "sort_key"])
        record(user, "rename", actor=actor, at=at)
    return user


@transaction.atomic
def reset_second_factor(user: User, *, actor: Actor, at: datetime, reason: str) -> User:
    """Take all second factors off an account whose person has lost them, and sign it out everywhere.

    The person learns it by letter and sets up a new one at the next sign-in, before any hat that needs it.
    """
    count, _kinds = Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(user, "reset_second_factor", actor=actor, at=at, after={"removed": count}, reason=reason)
    send(user, template="second-factor-reset", context={"reason": reason}, subject_obj=user, at=at)
    return user


@transaction.atomic
def leave(user: User, *, successors: Mapping[str, User], actor: Actor, at: datetime, reason: str) -> User:
    """Close the account of a person who leaves: what they hold passes on, then hats, invitations and sessions end.

    `successors`: code of a keeper → who takes it over, for keepers that name one. What was done stays in the ledger.
    Raises NoSuccessor when somebody must take over and nobody is named. An account closed before stays as it is.
    """
    if not User.objects.select_for_update().filter(pk=user.pk, is_active=True).exists():
        return user
    passed: dict[str, int] = {}
    for holding in holdings(user):
        keeper = holding.keeper
        successor = successors.get(keeper.code)
        if keeper.successor and successor is None:
            raise NoSuccessor(keeper.label)
        if keeper.pass_on is not None:
            passed[keeper.code] = keeper.pass_on(user, successor, actor=actor, at=at, reason=reason)
    for hat in Hat.objects.worn().filter(user=user).select_related("user"):
        withdraw_hat(hat, actor=actor, at=at, reason=reason)
    for invitation in Invitation.objects.pending().filter(invited_by=user):
        revoke_invitation(invitation, actor=actor, at=at)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    end_sessions(user)
    named = {code: successor.public_id for code, successor in successors.items() if code in passed}
    after = {"passed": passed, "successors": named}
    record(user, "close_account", actor=actor, at=at, after=after, reason=reason)
    return user


@transaction.atomic
def reopen(user: User, *, actor: Actor, at: datetime, reason: str) -> User:
    """Open a closed account again; its hats do not come back by themselves. An open account stays as it is."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        record(user, "reopen_account", actor=actor, at=at, reason=reason)
    return user


def sole_roles(user: User) -> list[str]:
    """Hats given by administrators that nobody else with an open account wears: their work would stop with the person."""
    return [hat.label for hat in _sole(user)]


def _sole(user: User) -> list[Hat]:
    given = [code for code, kind in KINDS.items() if kind.given_for]
    others = Hat.objects.worn().filter(kind=OuterRef("kind"), key=OuterRef("key"), user__is_active=True)
    return list(Hat.objects.worn().filter(~Exists(others.exclude(user=user)), user=user, kind__in=given).order_by("pk"))


def pass_roles(user: User, successor: User | None, *, actor: Actor, at: datetime, reason: str) -> int:
    """Give the successor the hats that only this person wears, and with them the work that waits on their desks."""
    if successor is None:
        raise NoSuccessor(ROLES.label)
    hats = _sole(user)
    for hat in hats:
        grant_hat(successor, hat.kind, key=hat.key, title=hat.title, actor=actor, at=at, reason=reason)
    return len(hats)


ROLES = Keeper(
    code="roles",
    label=_("Role, w których nikt inny nie działa"),
    note=_("Następca dostaje te role, a z nimi sprawy, które czekają na ich pulpitach."),
    held=sole_roles,
    pass_on=pass_roles,
    successor=True,
)


def end_sessions(user: User, *, but: str = "") -> int:
    """Sign a person out everywhere, except in the session with the key `but`; how many sessions ended."""
    ended = UserSession.objects.filter(user=user).exclude(session_key=but)
    count, _kinds = Session.objects.filter(session_key__in=ended.values("session_key")).delete()
    ended.delete()
    return count
