"""Verbs over reminders: remind a person of one thing, choose which come by e-mail; set, tell and end an alert of calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from competitions.offers.states import State
from competitions.reminders.access import signed
from competitions.reminders.models import AlertedCall, CallAlert, Kind, Reminder, ReminderChoice
from competitions.reminders.queries import by_email, card_step, choices, news, step
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record
from core.notices.actions import send, send_many
from core.notices.letter import Addressed, write
from core.workflow.advance import hold

# Kind → the states in which the offer still waits, its letter, the page where one goes on.
WAITS = {
    Kind.DRAFT: ({State.DRAFT}, "reminder-draft", "offer-edit"),
    Kind.CONFIRMATION: ({State.SUBMITTED, State.CORRECTED}, "reminder-confirmation", "offer-page"),
    Kind.CORRECTION: ({State.RETURNED}, "reminder-correction", "offer-page"),
}


@transaction.atomic
def remind(offer: Offer, user: User, *, kind: Kind, due: datetime, actor: Actor, at: datetime) -> bool:
    """Remind one person, once for each step before a term; whether it was done now.

    The reminder, its entry and its letter are one transaction: cut off in the middle, none of them has happened.
    """
    days = step(due, at)
    states, template, page = WAITS[kind]
    hold(offer)
    if days is None or offer.state not in states:
        return False
    _row, fresh = Reminder.objects.get_or_create(
        offer=offer, user=user, kind=kind, due=due, step=days, defaults={"given_at": at}
    )
    if fresh:
        after = {"kind": kind.value, "days": days, "user": user.public_id}
        record(offer, "remind", actor=actor, at=at, after=after)
        address = settings.SITE_ADDRESS.rstrip("/") + reverse("reminder-choices")
        send(
            user,
            template=template,
            context={"offer": offer, "competition": offer.competition, "due": due, "choices": address},
            subject_obj=offer,
            at=at,
            link=reverse(page, args=[offer.public_id]),
            by_email=by_email(user, kind),
        )
    return fresh


@transaction.atomic
def remind_card(card: ScoreCard, *, actor: Actor, at: datetime) -> bool:
    """Remind an expert of a card, once for each step before and after its term; whether it was done now.

    On the first day after the term who gave the card out is told too, and may take it back.
    """
    hold(card)
    timely = card_step(card.due, at)
    if timely is None or card.state not in (CardState.ASSIGNED, CardState.DECLARED):
        return False
    kind, step = timely
    user = card.expert.user
    due = datetime.combine(card.due, time.max, tzinfo=get_default_timezone())
    _row, fresh = Reminder.objects.get_or_create(
        offer=card.offer, user=user, kind=kind, due=due, step=step, defaults={"given_at": at}
    )
    if not fresh:
        return False
    record(card, "remind", actor=actor, at=at, after={"kind": kind.value, "days": step, "user": user.public_id})
    address = settings.SITE_ADDRESS.rstrip("/") + reverse("card-reminder-choices")
    context = {"card": card, "offer": card.offer, "competition": card.offer.competition, "due": card.due}
    late = kind == Kind.LATE_CARD
    send(
        user,
        template="reminder-card-late" if late else "reminder-card",
        context={**context, "choices": address},
        subject_obj=card,
        at=at,
        link=reverse("score-card" if card.state == CardState.DECLARED else "card-declare", args=[card.public_id]),
        by_email=by_email(user, kind),
    )
    earlier = Reminder.objects.filter(offer=card.offer, user=user, kind=kind, due=due).count() > 1
    if late and not earlier and card.assigned_by:
        link = reverse("card-links", args=[card.public_id])
        context = {**context, "expert": card.expert}
        send(card.assigned_by, template="card-late", context=context, subject_obj=card, at=at, link=link)
    return True


@transaction.atomic
def choose(user: User, wanted: Mapping[str, bool], *, actor: Actor, at: datetime) -> None:
    """Keep which kinds of reminders come by e-mail; the same choice again changes nothing."""
    before = choices(user)
    changed = {kind: bool(value) for kind, value in wanted.items() if before[kind] != bool(value)}
    for kind, value in changed.items():
        ReminderChoice.objects.update_or_create(user=user, kind=kind, defaults={"by_email": value})
    if changed:
        record(user, "choose_reminders", actor=actor, at=at, before={k: before[k] for k in changed}, after=changed)


@transaction.atomic
def set_alert(user: User, *, spheres: Sequence[str], counties: Sequence[str], actor: Actor, at: datetime) -> CallAlert:
    """Ask for letters about new calls, or change which ones; calls announced before the first asking are no news."""
    values = {"spheres": sorted(spheres), "counties": sorted(counties)}
    alert, fresh = CallAlert.objects.get_or_create(user=user, defaults={**values, "since": at})
    before = {"spheres": alert.spheres, "counties": alert.counties}
    if fresh or before != values:
        CallAlert.objects.filter(pk=alert.pk).update(**values)
        alert.refresh_from_db()
        record(alert, "set_alert", actor=actor, at=at, before={} if fresh else before, after=values)
    return alert


@transaction.atomic
def tell(alert: CallAlert, *, actor: Actor, at: datetime) -> int:
    """Send one letter about all calls that opened since the last one; how many it tells of. Each is told of once."""
    alert = CallAlert.objects.select_for_update(of=("self",)).select_related("user").get(pk=alert.pk)
    calls = news(alert, at)
    if calls:
        AlertedCall.objects.bulk_create(AlertedCall(alert=alert, competition=row) for row in calls)
        context = {"calls": calls, "address": settings.SITE_ADDRESS.rstrip("/")}
        letter = Addressed(
            alert.user.email, write("call-alert", context), reverse("call-alert-end", args=[signed(alert)])
        )
        send_many([letter], template="call-alert", subject_obj=alert, at=at)
        record(alert, "tell", actor=actor, at=at, after={"calls": [row.public_id for row in calls]})
    return len(calls)


@transaction.atomic
def end_alert(alert: CallAlert, *, actor: Actor, at: datetime) -> None:
    """No more letters about calls: the person does not want them, or somebody followed the link of a letter."""
    record(alert, "end_alert", actor=actor, at=at)
    CallAlert.objects.filter(pk=alert.pk).delete()
