"""Verbs over reminders: remind a person of one thing, choose which come by e-mail."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from competitions.offers.models import Offer
from competitions.offers.states import State
from competitions.reminders.models import Kind, Reminder, ReminderChoice
from competitions.reminders.queries import by_email, choices, step
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record
from core.notices.actions import send
from core.workflow.advance import hold

# Kind → the state in which the offer still waits, its letter, the page where one goes on.
WAITS = {
    Kind.DRAFT: (State.DRAFT, "reminder-draft", "offer-edit"),
    Kind.CONFIRMATION: (State.SUBMITTED, "reminder-confirmation", "offer-page"),
}


@transaction.atomic
def remind(offer: Offer, user: User, *, kind: Kind, due: datetime, actor: Actor, at: datetime) -> bool:
    """Remind one person, once for each step before a term; whether it was done now.

    The reminder, its entry and its letter are one transaction: cut off in the middle, none of them has happened.
    """
    days = step(due, at)
    state, template, page = WAITS[kind]
    hold(offer)
    if days is None or offer.state != state:
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
def choose(user: User, wanted: Mapping[str, bool], *, actor: Actor, at: datetime) -> None:
    """Keep which kinds of reminders come by e-mail; the same choice again changes nothing."""
    before = choices(user)
    changed = {kind: bool(value) for kind, value in wanted.items() if before[kind] != bool(value)}
    for kind, value in changed.items():
        ReminderChoice.objects.update_or_create(user=user, kind=kind, defaults={"by_email": value})
    if changed:
        record(user, "choose_reminders", actor=actor, at=at, before={k: before[k] for k in changed}, after=changed)
