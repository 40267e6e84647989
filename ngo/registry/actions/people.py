"""Verbs over the people of an organisation: asked for, let in, invited, given other roles, gone."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.audit.ledger import record
from core.notices.actions import send
from core.signin.actions import grant_hat, invite, revoke_invitation, withdraw_hat
from core.signin.models import Invitation
from ngo.registry.access import signing
from ngo.registry.hats import ORGANISATION, SIGNATORY
from ngo.registry.models import Organisation, Representation
from ngo.registry.refusals import (
    LastSignatory,
    NoBasis,
    NoLongerActs,
)
from ngo.registry.representatives import is_left
from ngo.registry.verification import register_says


@transaction.atomic
def ask_to_represent(organisation: Organisation, *, actor: Actor, at: datetime, basis: str = "") -> Representation:
    """Ask to act for an organisation that the register knew before; asking again returns the request that waits.

    The first representative is let in at once when a register gives the very address of their account (see
    ngo.registry.verification); anything else waits for staff. Where people acted and nobody signs any more it is a
    takeover: staff decide it on the document named in `basis`. Raises NoBasis for a takeover without it.
    """
    _locked(organisation)
    takeover = is_left(organisation)
    waiting = Representation.objects.filter(organisation=organisation, user=actor.person, decided_at=None).first()
    if waiting:
        return waiting
    if takeover and not basis:
        raise NoBasis
    request = Representation.objects.create(
        organisation=organisation, user=actor.person, asked_at=at, takeover=takeover, basis=basis
    )
    after = {"user": actor.person.public_id, "takeover": takeover}
    record(organisation, "ask_to_represent", actor=actor, at=at, after=after)
    found = register_says(request)
    if found.certain:
        return decide_request(request, granted=True, reason=found.reason, actor=system("zgodność z rejestrem"), at=at)
    return request


@transaction.atomic
def decide_request(
    request: Representation, *, granted: bool, reason: str, actor: Actor, at: datetime
) -> Representation:
    """Let a person act for an organisation, or not, and tell them; a request decided before stays as it was.

    Refusing the person who declared the organisation takes their role away. A takeover is told to all who acted before.
    """
    _locked(request.organisation)
    waits = Representation.objects.filter(pk=request.pk, decided_at=None)
    if not waits.update(decided_at=at, decided_by=actor.user, granted=granted):
        return Representation.objects.get(pk=request.pk)
    request.refresh_from_db()
    organisation = request.organisation
    after = {"user": request.user.public_id, "granted": granted, "takeover": request.takeover}
    record(organisation, "decide_request", actor=actor, at=at, after=after, reason=reason)
    own = Hat.objects.worn().filter(user=request.user, key=organisation.public_id, kind__in=ORGANISATION)
    if granted:
        before = _people_before(organisation) if request.takeover else []
        key, title = organisation.public_id, organisation.name
        signs = grant_hat(request.user, SIGNATORY.code, key=key, title=title, actor=actor, at=at, reason=reason)
        # Who read or wrote for it before does all that in the new role.
        for hat in own.exclude(pk=signs.pk):
            withdraw_hat(hat, actor=actor, at=at, reason=reason)
        _tell_of_takeover(organisation, [each for each in before if each != request.user], reason=reason, at=at)
    elif request.declared:
        for hat in own:
            withdraw_hat(hat, actor=actor, at=at, reason=reason)
    context = {"organisation": organisation, "granted": granted, "reason": reason}
    link = reverse("organisation-page", args=[organisation.public_id])
    # A refused organisation that declared itself is nobody's page to open.
    link = link if granted or not request.declared else ""
    send(request.user, template="representation-decided", context=context, subject_obj=request, at=at, link=link)
    return request


def _locked(organisation: Organisation) -> Organisation:
    """The row, held until the transaction ends: roles of one organisation change one after another."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _acted(organisation: Organisation) -> QuerySet[Hat]:
    return Hat.objects.filter(key=organisation.public_id, kind__in=ORGANISATION)


def _people_before(organisation: Organisation) -> list[User]:
    """Everyone with an open account who acts or acted for an organisation."""
    return list(User.objects.filter(pk__in=_acted(organisation).values("user"), is_active=True).order_by("pk"))


def _tell_of_takeover(organisation: Organisation, people: list[User], *, reason: str, at: datetime) -> None:
    """A letter to each; who took over is not named, since it goes to people outside by now."""
    context = {"organisation": organisation, "reason": reason}
    for person in people:
        send(person, template="organisation-taken-over", context=context, subject_obj=organisation, at=at)


@transaction.atomic
def invite_person(organisation: Organisation, *, email: str, kind: str, actor: Actor, at: datetime) -> Invitation:
    """Offer a person one of the organisation's hats by letter (core.signin)."""
    key, title = organisation.public_id, organisation.name
    _insist_acting(actor)
    record(organisation, "invite_person", actor=actor, at=at, after={"kind": kind})
    return invite(email, kind, key=key, title=title, actor=actor, at=at)[0]


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Actor, at: datetime) -> Invitation:
    """Take an invitation back; one that is over stays as it was."""
    revoked = revoke_invitation(invitation, actor=actor, at=at)
    if revoked.revoked_at == at:
        organisation = Organisation.objects.get(public_id=invitation.key)
        record(organisation, "withdraw_invitation", actor=actor, at=at, before={"kind": invitation.kind})
    return revoked


@transaction.atomic
def change_role(hat: Hat, *, kind: str, actor: Actor, at: datetime, leaves_nobody: bool = False) -> Hat:
    """Give a person another of the organisation's roles in place of the one they wear; the same role changes nothing.

    Gives the hat worn afterwards. Raises LastSignatory unless `leaves_nobody` says it is known that nobody signs then,
    NoLongerActs when the actor's or the person's own role was gone a moment before.
    """
    organisation = _locked(Organisation.objects.get(public_id=hat.key))
    _insist_acting(actor)
    if not Hat.objects.worn().filter(pk=hat.pk).exists():
        raise NoLongerActs
    if kind == hat.kind:
        return hat
    if kind != SIGNATORY.code:
        _insist_somebody_signs(organisation, hat.user, leaves_nobody=leaves_nobody)
    withdraw_hat(hat, actor=actor, at=at)
    after = {"kind": kind, "user": hat.user.public_id}
    record(organisation, "change_role", actor=actor, at=at, before={"kind": hat.kind}, after=after)
    given = grant_hat(hat.user, kind, key=hat.key, title=organisation.name, actor=actor, at=at)
    context = {"organisation": organisation, "hat": hat, "given": given, "reason": ""}
    send(hat.user, template="role-changed", context=context, subject_obj=organisation, at=at)
    return given


@transaction.atomic
def withdraw_role(hat: Hat, *, reason: str, actor: Actor, at: datetime, leaves_nobody: bool = False) -> Hat:
    """Take a person's role in an organisation away, and tell them why; a role gone before stays as it was.

    Raises LastSignatory unless `leaves_nobody` says it is known that nobody signs then, NoLongerActs when the actor's own
    role was gone a moment before.
    """
    organisation = _locked(Organisation.objects.get(public_id=hat.key))
    _insist_acting(actor)
    if not Hat.objects.worn().filter(pk=hat.pk).exists():
        return hat
    _insist_somebody_signs(organisation, hat.user, leaves_nobody=leaves_nobody)
    withdraw_hat(hat, actor=actor, at=at, reason=reason)
    before = {"kind": hat.kind, "user": hat.user.public_id}
    record(organisation, "withdraw_role", actor=actor, at=at, before=before, reason=reason)
    context = {"organisation": organisation, "hat": hat, "given": None, "reason": reason}
    send(hat.user, template="role-changed", context=context, subject_obj=organisation, at=at)
    return hat


@transaction.atomic
def leave(organisation: Organisation, *, actor: Actor, at: datetime, leaves_nobody: bool = False) -> None:
    """Stop acting for an organisation, in every role; leaving again changes nothing.

    Raises LastSignatory unless `leaves_nobody` says it is known that nobody signs then.
    """
    _locked(organisation)
    worn = list(_acted(organisation).filter(user=actor.person, withdrawn_at=None).select_related("user"))
    if not worn:
        return
    _insist_somebody_signs(organisation, actor.person, leaves_nobody=leaves_nobody)
    for hat in worn:
        withdraw_hat(hat, actor=actor, at=at)
    before = {"kinds": sorted(hat.kind for hat in worn), "user": actor.person.public_id}
    record(organisation, "leave_organisation", actor=actor, at=at, before=before)


def _insist_acting(actor: Actor) -> None:
    """Raise NoLongerActs when the hat in which the request came was withdrawn meanwhile."""
    if actor.hat is not None and not Hat.objects.worn().filter(pk=actor.hat.pk).exists():
        raise NoLongerActs


def _insist_somebody_signs(organisation: Organisation, without: User, *, leaves_nobody: bool) -> None:
    """Raise LastSignatory when only this person signs."""
    sign = set(signing(organisation).values_list("user", flat=True))
    if sign == {without.pk} and not leaves_nobody:
        raise LastSignatory
