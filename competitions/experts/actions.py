"""Verbs over the list of experts: enter a person, keep their fields, limit and absences, suspend, remove."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from competitions.experts.hats import EXPERT, OPEN_CARDS
from competitions.experts.models import Absence, Expert
from competitions.experts.refusals import WrongDays, away, has_enough, not_on_the_list
from competitions.experts.states import State
from core.accounts.actor import Actor
from core.accounts.models import Hat, User
from core.audit.ledger import record
from core.notices.actions import send
from core.signin.actions import grant_hat, withdraw_hat
from core.signin.holdings import holdings
from core.workflow.advance import advance, hold


@transaction.atomic
def enlist(
    user: User,
    *,
    spheres: Sequence[str],
    actor: Actor,
    at: datetime,
    limit: int | None = None,
    listed_until: date | None = None,
) -> Expert:
    """Enter a person on the list of experts with their spheres (codes of UDPP art. 4 ust. 1) and give them the hat.

    `limit`: the most cards in one competition; `listed_until`: the last day on the list. Entering a person who is on the
    list returns the entry there is; one who was removed comes back with the new spheres, limit and day.
    """
    values: dict[str, Any] = {"spheres": list(spheres), "limit": limit, "listed_until": listed_until}
    expert, created = Expert.objects.get_or_create(user=user, defaults={**values, "listed_at": at})
    if created:
        record(expert, "enlist", actor=actor, at=at, after={**values, "user": user.public_id})
    else:
        hold(expert)
        if expert.state != State.REMOVED:
            return expert
        advance(expert, "relist", actor=actor, at=at, note={"spheres": list(spheres)}, **values, listed_at=at)
    grant_hat(user, EXPERT.code, key=expert.public_id, actor=actor, at=at)
    return expert


@transaction.atomic
def renew(
    expert: Expert,
    *,
    spheres: Sequence[str],
    limit: int | None,
    listed_until: date | None,
    actor: Actor,
    at: datetime,
) -> Expert:
    """Keep an expert on the list for longer, with the fields of a new recruitment beside those there are."""
    hold(expert)
    before = {"spheres": expert.spheres, "limit": expert.limit, "listed_until": expert.listed_until}
    expert.spheres = list(dict.fromkeys([*expert.spheres, *spheres]))
    expert.limit, expert.listed_until = limit, listed_until
    after = {"spheres": expert.spheres, "limit": limit, "listed_until": listed_until}
    if before != after:
        expert.save(update_fields=["spheres", "limit", "listed_until"])
        record(expert, "renew", actor=actor, at=at, before=before, after=after)
    return expert


def insist_standing(expert: Expert, *, at: datetime) -> None:
    """Raise NotOnTheList for an expert who is suspended, removed or whose time on the list is over."""
    if not Expert.objects.standing(localdate(at)).filter(pk=expert.pk).exists():
        expert.refresh_from_db(fields=["state", "listed_until"])
        raise not_on_the_list(expert)


def insist_available(expert: Expert, *, holds: int, at: datetime) -> None:
    """Raise NotAvailable for an expert who is away on the day, or takes no more cards. `holds`: their cards in the competition."""
    if absence := expert.absences.on(localdate(at)).first():
        raise away(absence)
    if not expert.takes(holds):
        raise has_enough(expert)


@transaction.atomic
def revise(expert: Expert, *, spheres: Sequence[str], limit: int | None, actor: Actor, at: datetime) -> Expert:
    """Change the fields and the limit of an expert; the same again changes nothing."""
    hold(expert)
    before = {"spheres": expert.spheres, "limit": expert.limit}
    after = {"spheres": list(spheres), "limit": limit}
    if before == after:
        return expert
    expert.spheres, expert.limit = list(spheres), limit
    expert.save(update_fields=["spheres", "limit"])
    record(expert, "revise_expert", actor=actor, at=at, before=before, after=after)
    return expert


@transaction.atomic
def add_absence(expert: Expert, *, away_from: date, away_to: date, actor: Actor, at: datetime) -> Absence:
    """Note days on which the expert takes no offers; the same days again give the row there is. Raises WrongDays."""
    if away_to < away_from:
        raise WrongDays(away_from, away_to)
    absence, created = Absence.objects.get_or_create(expert=expert, away_from=away_from, away_to=away_to)
    if created:
        record(expert, "add_absence", actor=actor, at=at, after={"away_from": away_from, "away_to": away_to})
    return absence


@transaction.atomic
def drop_absence(absence: Absence, *, actor: Actor, at: datetime) -> None:
    """Take an absence back: the expert works on those days after all."""
    before = {"away_from": absence.away_from, "away_to": absence.away_to}
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        record(absence.expert, "drop_absence", actor=actor, at=at, before=before)


@transaction.atomic
def suspend(expert: Expert, *, reason: str, actor: Actor, at: datetime) -> Expert:
    """Give the expert no more offers until they are put back; the reason is told to them and kept in the ledger."""
    advance(expert, "suspend", actor=actor, at=at, reason=reason)
    context = {"reason": reason}
    send(expert.user, template="expert-suspended", context=context, subject_obj=expert, at=at, link="/ekspert/")
    return expert


@transaction.atomic
def resume(expert: Expert, *, reason: str, actor: Actor, at: datetime) -> Expert:
    """Put a suspended expert back on the list."""
    advance(expert, "resume", actor=actor, at=at, reason=reason)
    context = {"reason": reason}
    send(expert.user, template="expert-resumed", context=context, subject_obj=expert, at=at, link="/ekspert/")
    return expert


def open_cards(expert: Expert) -> list[str]:
    """What the expert has in hand and has not finished, a line each."""
    return [line for each in holdings(expert.user, OPEN_CARDS) for line in each.things]


@transaction.atomic
def remove(expert: Expert, *, reason: str, actor: Actor, at: datetime) -> Expert:
    """Strike the expert off the list with a reason; what they have in hand comes back, their role ends, what they did stays."""
    advance(expert, "remove", actor=actor, at=at, reason=reason)
    for each in holdings(expert.user, OPEN_CARDS):
        if each.keeper.pass_on:
            each.keeper.pass_on(expert.user, None, actor=actor, at=at, reason=reason)
    for hat in Hat.objects.worn().filter(user=expert.user_id, kind=EXPERT.code, key=expert.public_id):
        withdraw_hat(hat, actor=actor, at=at, reason=reason)
    send(expert.user, template="expert-removed", context={"reason": reason}, subject_obj=expert, at=at)
    return expert
