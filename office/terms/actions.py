"""Verbs over terms: enter and call off an absence, show a late term to somebody, choose and send the digest."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record
from core.notices.actions import send
from office.structure.models import Unit
from office.structure.queries import works_in
from office.terms.models import Absence, DigestChoice, Escalation, Often
from office.terms.queries import Term
from office.terms.refusals import AwayAlready, EndsBeforeStart, NotOfTheUnit, WrongDeputy
from office.terms.states import Step


@transaction.atomic
def enter_absence(
    user: User, *, unit: Unit, deputy: User, first_day: date, last_day: date, actor: Actor, at: datetime
) -> Absence:
    """Enter from when to when a person is away and who stands in; the deputy is told. The same again changes nothing.

    Raises EndsBeforeStart, NotOfTheUnit, WrongDeputy, AwayAlready.
    """
    if last_day < first_day:
        raise EndsBeforeStart
    if not works_in(user, unit):
        raise NotOfTheUnit
    if deputy == user or not works_in(deputy, unit):
        raise WrongDeputy
    # Two entries of one person see each other.
    User.objects.select_for_update().get(pk=user.pk)
    others = Absence.objects.standing().filter(user=user, unit=unit, first_day__lte=last_day, last_day__gte=first_day)
    for other in others.order_by("first_day"):
        if (other.first_day, other.last_day, other.deputy_id) == (first_day, last_day, deputy.pk):
            return other
        raise AwayAlready(other.first_day, other.last_day)
    said = {"unit": unit, "user": user, "deputy": deputy, "first_day": first_day, "last_day": last_day}
    absence = Absence.objects.create(**said, entered_at=at)
    record(absence, "enter_absence", actor=actor, at=at, after=said)
    send(
        deputy,
        template="absence-deputy",
        context={"absence": absence, "address": settings.SITE_ADDRESS.rstrip("/")},
        subject_obj=absence,
        at=at,
        link=reverse("own-terms"),
    )
    return absence


@transaction.atomic
def call_off_absence(absence: Absence, *, actor: Actor, at: datetime) -> Absence:
    """Call an absence off, also one that has begun; again changes nothing."""
    if Absence.objects.filter(pk=absence.pk, called_off_at=None).update(called_off_at=at):
        absence.called_off_at = at
        record(absence, "call_off_absence", actor=actor, at=at)
    return absence


@transaction.atomic
def escalate(term: Term, users: Iterable[User], *, step: Step, actor: Actor, at: datetime) -> int:
    """Show a late term to people, once for each step; how many were told now."""
    count = 0
    for user in users:
        row, fresh = Escalation.objects.get_or_create(
            source=term.source, ref=term.ref, due_on=term.due, step=step, user=user, defaults={"told_at": at}
        )
        if fresh:
            count += 1
            said = {"source": term.source, "ref": term.ref, "due_on": term.due, "step": step, "user": user}
            record(row, "escalate", actor=actor, at=at, after=said)
            send(
                user,
                template="term-escalated",
                context={"term": term, "step": step, "address": settings.SITE_ADDRESS.rstrip("/")},
                subject_obj=row,
                at=at,
                link=term.url,
            )
    return count


@transaction.atomic
def choose_digest(user: User, *, often: Often, actor: Actor, at: datetime) -> DigestChoice:
    """Keep how often a person wants their terms by e-mail; the same choice again changes nothing."""
    row, _fresh = DigestChoice.objects.get_or_create(user=user)
    if row.often != often:
        record(user, "choose_digest", actor=actor, at=at, before={"often": row.often}, after={"often": often})
        DigestChoice.objects.filter(pk=row.pk).update(often=often)
        row.often = often
    return row


@transaction.atomic
def send_digest(choice: DigestChoice, terms: list[Term], *, actor: Actor, at: datetime) -> bool:
    """Send a person their terms, once a day; a day without any brings no letter. Whether one was sent now."""
    day = localdate(at)
    if not DigestChoice.objects.filter(pk=choice.pk).exclude(sent_on=day).update(sent_on=day):
        return False
    if terms:
        context = {"terms": terms, "day": day, "address": settings.SITE_ADDRESS.rstrip("/")}
        user = choice.user
        send(user, template="terms-digest", context=context, subject_obj=user, at=at, link=reverse("own-terms"))
        record(user, "send_digest", actor=actor, at=at, after={"terms": len(terms)})
    return bool(terms)
