"""Verbs over nominations: nominate, withdraw, consent, decline, verify, refuse."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.experts.models import Expert
from competitions.nominations.models import Nomination
from competitions.nominations.refusals import NotNominated
from competitions.nominations.states import State
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.notices.actions import send
from core.workflow.advance import advance, hold
from ngo.registry.models import Organisation


@transaction.atomic
def nominate(
    organisation: Organisation, *, name: str, email: str, recommendation: str, actor: Actor, at: datetime
) -> Nomination:
    """Indicate a person for panels, with a recommendation; a letter asks them for their consent (art. 15 ust. 2d).

    The same address again, while the nomination lives, gives the one there is.
    """
    email = email.lower()
    live = (State.NOMINATED, State.CONSENTED, State.LISTED)
    known = Nomination.objects.filter(organisation=organisation, email=email, state__in=live).first()
    if known:
        return known
    nomination = Nomination.objects.create(
        organisation=organisation,
        name=name,
        email=email,
        recommendation=recommendation,
        nominated_at=at,
        nominated_by=actor.person,
    )
    after = {"organisation": organisation.public_id, "person": sealed(email)}
    record(nomination, "nominate", actor=actor, at=at, after=after)
    context = {"nomination": nomination, "organisation": organisation}
    link = reverse("nomination", args=[nomination.public_id])
    send(email, template="nominated", context=context, subject_obj=nomination, at=at, link=link)
    return nomination


@transaction.atomic
def withdraw(nomination: Nomination, *, actor: Actor, at: datetime) -> Nomination:
    """The organisation takes its word back; a panel that was appointed stays. Doing it again changes nothing."""
    hold(nomination)
    if nomination.state != State.WITHDRAWN:
        advance(nomination, "withdraw_nomination", actor=actor, at=at, ended_at=at)
    return nomination


@transaction.atomic
def consent(nomination: Nomination, *, actor: Actor, at: datetime) -> Nomination:
    """The person agrees to be a candidate and to their name being public when appointed. Raises NotNominated for an expert."""
    hold(nomination)
    if nomination.state == State.CONSENTED:
        return nomination
    _insist_no_expert(actor.person.pk)
    advance(nomination, "consent_to_nomination", actor=actor, at=at, user=actor.person)
    return nomination


def _insist_no_expert(user_pk: int) -> None:
    if Expert.objects.filter(user=user_pk).exclude(state="removed").exists():
        raise NotNominated(
            _("Ekspert nie może kandydować do komisji: ocenia oferty i nie jest jej członkiem (art. 15 ust. 2e).")
        )


@transaction.atomic
def decline(nomination: Nomination, *, actor: Actor, at: datetime) -> Nomination:
    """The person does not agree, or takes the consent back. Doing it again changes nothing."""
    hold(nomination)
    if nomination.state != State.DECLINED:
        advance(nomination, "decline_nomination", actor=actor, at=at, ended_at=at)
    return nomination


@transaction.atomic
def verify(nomination: Nomination, *, valid_to: date, actor: Actor, at: datetime) -> Nomination:
    """Put the person on the list of candidates until a day. Raises NotNominated for an expert."""
    hold(nomination)
    if nomination.user_id:
        _insist_no_expert(nomination.user_id)
    advance(nomination, "verify_nomination", actor=actor, at=at, valid_to=valid_to)
    _tell(nomination, at=at)
    return nomination


@transaction.atomic
def refuse(nomination: Nomination, *, reason: str, actor: Actor, at: datetime) -> Nomination:
    """Do not put the person on the list, with the reason for them and the organisation."""
    advance(nomination, "refuse_nomination", actor=actor, at=at, ended_at=at, note={"reason": sealed(reason)})
    _tell(nomination, at=at, reason=reason)
    return nomination


def _tell(nomination: Nomination, *, at: datetime, reason: str = "") -> None:
    context = {"nomination": nomination, "organisation": nomination.organisation, "reason": reason}
    for person in filter(None, (nomination.user, nomination.nominated_by)):
        send(person, template="nomination-decided", context=context, subject_obj=nomination, at=at)
