"""Verbs over the Board's members and sittings: plan, close the agenda, open, who is there, end, close the minutes, call off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import insist
from law import board as law
from law.calendar import add_days
from office.board import refusals
from office.board.models import BoardMember, BoardNumber, BoardPresence, BoardVote, Function, Sitting
from office.board.states import TO_COME, UNSETTLED, ItemState, State

RANKS = {Function.MARSHAL: 1, Function.VICE: 2, Function.MEMBER: 3}


@transaction.atomic
def appoint_member(
    name: str, *, function: str, valid_from: date, valid_to: date | None = None, actor: Actor, at: datetime
) -> BoardMember:
    """Enter a member of the Board from a day on; the same person for the same days again is the one there is.

    Raises Refused for a sixth member or a second marshal (USW art. 31 ust. 2), and NotAtSitting for days in the wrong order.
    """
    BoardNumber.objects.held(BoardNumber.MEMBERS, 0)
    same = BoardMember.objects.filter(name=name, function=function, valid_from=valid_from).first()
    if same:
        return same
    if valid_to and valid_to < valid_from:
        raise refusals.ends_before_start()
    until = Q(valid_from__lte=valid_to) if valid_to else Q()
    others = BoardMember.objects.filter(until, Q(valid_to=None) | Q(valid_to__gte=valid_from))
    marshals = others.filter(function=Function.MARSHAL).count() + (function == Function.MARSHAL)
    insist(law.composition_breaches(marshals=marshals, members=others.count() + 1, on=valid_from))
    member = BoardMember.objects.create(
        name=name, function=function, rank=RANKS[Function(function)], valid_from=valid_from, valid_to=valid_to
    )
    after = {"function": function, "valid_from": valid_from, "valid_to": valid_to}
    record(member, "appoint_board_member", actor=actor, at=at, after=after)
    return member


@transaction.atomic
def end_member(member: BoardMember, *, valid_to: date, actor: Actor, at: datetime) -> BoardMember:
    """Enter the last day of a member. Raises NotAtSitting for one before the first."""
    if valid_to < member.valid_from:
        raise refusals.ends_before_start()
    if member.valid_to != valid_to:
        before = {"valid_to": member.valid_to}
        BoardMember.objects.filter(pk=member.pk).update(valid_to=valid_to)
        member.valid_to = valid_to
        record(member, "end_board_member", actor=actor, at=at, before=before, after={"valid_to": valid_to})
    return member


def _insist_dates(starts_at: datetime, items_due: date, at: datetime) -> None:
    if starts_at <= at:
        raise refusals.in_the_past()
    if items_due > localdate(starts_at):
        raise refusals.due_too_late()


@transaction.atomic
def plan_sitting(
    starts_at: datetime, *, place: str, items_due: date, once: str = "", actor: Actor, at: datetime
) -> Sitting:
    """Plan a sitting under the next number of its year; units send items until `items_due`.

    The same `once` again returns the first. Raises NotAtSitting for a moment that has passed and for a due day after the sitting.
    """
    year = localdate(starts_at).year
    BoardNumber.objects.held(BoardNumber.SITTING, year)
    if once and (first := Sitting.objects.filter(once=once).first()):
        return first
    _insist_dates(starts_at, items_due, at)
    if items_due < localdate(at):
        raise refusals.due_passed()
    sitting = Sitting.objects.create(
        number=BoardNumber.objects.take(BoardNumber.SITTING, year),
        year=year,
        starts_at=starts_at,
        place=place,
        items_due=items_due,
        once=once or None,
    )
    after = {"number": sitting.number, "starts_at": starts_at, "place": place, "items_due": items_due}
    record(sitting, "plan_sitting", actor=actor, at=at, after=after)
    return sitting


@transaction.atomic
def reschedule(
    sitting: Sitting, *, starts_at: datetime, place: str, items_due: date, actor: Actor, at: datetime
) -> Sitting:
    """Change when and where a sitting to come is held; its number stays. Raises NotAtSitting."""
    hold(sitting)
    if sitting.state not in TO_COME:
        raise refusals.agenda_closed()
    values = {"starts_at": starts_at, "place": place, "items_due": items_due}
    before = {name: getattr(sitting, name) for name in values}
    if before == values:
        return sitting
    _insist_dates(starts_at, items_due, at)
    for name, value in values.items():
        setattr(sitting, name, value)
    sitting.save(update_fields=list(values))
    record(sitting, "reschedule", actor=actor, at=at, before=before, after=values)
    return sitting


@transaction.atomic
def close_agenda(sitting: Sitting, *, actor: Actor, at: datetime) -> Sitting:
    """Close the agenda; nothing is sent to it any more. Raises NotAtSitting while items wait, or none is accepted."""
    hold(sitting)
    if made(sitting, "close_agenda"):
        return sitting
    if count := sitting.items.filter(state__in=UNSETTLED).count():
        raise refusals.not_settled(count)
    agenda = [item.public_id for item in sitting.items.filter(state=ItemState.ACCEPTED)]
    if not agenda:
        raise refusals.empty_agenda()
    advance(sitting, "close_agenda", actor=actor, at=at, note={"agenda": agenda})
    return sitting


@transaction.atomic
def reopen_agenda(sitting: Sitting, *, actor: Actor, at: datetime) -> Sitting:
    """Open a closed agenda again, before the sitting."""
    hold(sitting)
    if not made(sitting, "reopen_agenda"):
        advance(sitting, "reopen_agenda", actor=actor, at=at)
    return sitting


@transaction.atomic
def open_sitting(sitting: Sitting, *, present: Sequence[BoardMember], actor: Actor, at: datetime) -> Sitting:
    """Open a sitting on its day with those who came.

    Raises Refused when fewer than half of the Board are there (USW art. 31 ust. 4), NotAtSitting on another day.
    """
    hold(sitting)
    if made(sitting, "open_sitting") and _there(sitting) == {member.pk for member in present}:
        return sitting
    day = localdate(at)
    if day != localdate(sitting.starts_at):
        raise refusals.too_early()
    insist(law.quorum_breaches(len(present), on=day))
    note = {"present": [member.public_id for member in present]}
    advance(sitting, "open_sitting", actor=actor, at=at, opened_at=at, note=note)
    BoardPresence.objects.bulk_create(BoardPresence(sitting=sitting, member=member) for member in present)
    return sitting


def _there(sitting: Sitting) -> set[int]:
    return set(sitting.presences.values_list("member", flat=True))


@transaction.atomic
def set_presence(sitting: Sitting, *, present: Sequence[BoardMember], actor: Actor, at: datetime) -> Sitting:
    """Say anew who is at an open sitting. Raises NotAtSitting when it is not open, or leaves out somebody who has voted."""
    hold(sitting)
    if sitting.state != State.OPEN:
        raise refusals.not_open()
    before, wanted = _there(sitting), {member.pk for member in present}
    if before == wanted:
        return sitting
    gone = before - wanted
    if BoardVote.objects.filter(item__sitting=sitting, member__in=gone).exists():
        raise refusals.voted_already()
    BoardPresence.objects.filter(sitting=sitting, member__in=gone).delete()
    BoardPresence.objects.bulk_create(
        BoardPresence(sitting=sitting, member=member) for member in present if member.pk not in before
    )
    after = {"present": [member.public_id for member in present]}
    record(sitting, "set_presence", actor=actor, at=at, after=after)
    return sitting


@transaction.atomic
def end_sitting(sitting: Sitting, *, actor: Actor, at: datetime) -> Sitting:
    """End a sitting whose every item has its decision; from now the minutes are due. Raises NotAtSitting."""
    hold(sitting)
    if made(sitting, "end_sitting"):
        return sitting
    if count := sitting.items.filter(state=ItemState.ACCEPTED).count():
        raise refusals.undecided(count)
    due = add_days(localdate(at), settings.OFFICE["board"]["minutes_days"])
    advance(sitting, "end_sitting", actor=actor, at=at, ended_at=at, minutes_due=due)
    return sitting


@transaction.atomic
def close_minutes(sitting: Sitting, *, remarks: str, actor: Actor, at: datetime) -> Sitting:
    """Close the minutes with what is to be said beside the decisions; the document is made by a job and never changes."""
    hold(sitting)
    if made(sitting, "close_minutes", remarks=remarks):
        return sitting
    advance(sitting, "close_minutes", actor=actor, at=at, remarks=remarks)
    enqueue("board.minutes", sitting.pk, key=sitting.public_id, actor=actor)
    return sitting


@transaction.atomic
def cancel_sitting(sitting: Sitting, reason: str, *, actor: Actor, at: datetime) -> Sitting:
    """Call off a sitting to come; its number stays, its items can be moved to another."""
    hold(sitting)
    if not made(sitting, "cancel_sitting", end_reason=reason):
        advance(sitting, "cancel_sitting", actor=actor, at=at, reason=reason, end_reason=reason)
    return sitting
