"""Verbs of the council's service: members, sittings with attendance, positions, what is sent and answered."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.files.keeping import keep
from core.workflow.advance import advance, hold, made
from office.dialogue import refusals
from office.dialogue.models import CouncilNumber, CouncilSitting, Position, PositionFile, Seat
from office.dialogue.states import State


def _held(kind: str, year: int) -> CouncilNumber:
    """The counter, locked until the transaction ends."""
    CouncilNumber.objects.get_or_create(kind=kind, year=year)
    return CouncilNumber.objects.select_for_update().get(kind=kind, year=year)


def _taken(counter: CouncilNumber) -> int:
    CouncilNumber.objects.filter(pk=counter.pk).update(last=counter.last + 1)
    return counter.last + 1


@transaction.atomic
def seat_member(
    name: str,
    *,
    side: str,
    represents: str,
    presidium: bool,
    valid_from: date,
    valid_to: date | None = None,
    actor: Actor,
    at: datetime,
) -> Seat:
    """Enter a member of the council; the same person with the same days again is the one there is. Raises NotInCouncil."""
    _held("seat", 0)
    same = Seat.objects.filter(name=name, represents=represents)
    if known := same.filter(valid_from=valid_from).first():
        return known
    if valid_to and valid_to < valid_from:
        raise refusals.ends_before_start()
    until = Q(valid_from__lte=valid_to) if valid_to else Q()
    if same.filter(until, Q(valid_to=None) | Q(valid_to__gte=valid_from)).exists():
        raise refusals.sits_already()
    seat = Seat.objects.create(
        name=name, side=side, represents=represents, presidium=presidium, valid_from=valid_from, valid_to=valid_to
    )
    after = {"name": sealed(name), "side": side, "represents": represents, "valid_from": valid_from}
    record(seat, "seat_member", actor=actor, at=at, after=after)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, valid_to: date, actor: Actor, at: datetime) -> Seat:
    """Enter the last day of a member. Raises NotInCouncil."""
    if valid_to < seat.valid_from:
        raise refusals.ends_before_start()
    if seat.valid_to != valid_to:
        before = {"valid_to": seat.valid_to}
        Seat.objects.filter(pk=seat.pk).update(valid_to=valid_to)
        seat.valid_to = valid_to
        record(seat, "end_seat", actor=actor, at=at, before=before, after={"valid_to": valid_to})
    return seat


@transaction.atomic
def plan_council(
    starts_at: datetime, *, kind: str, place: str, agenda: str, once: str = "", actor: Actor, at: datetime
) -> CouncilSitting:
    """Plan a sitting under the next number of its kind and year; the same `once` again is the first. Raises NotInCouncil."""
    counter = _held(kind, localdate(starts_at).year)
    if once and (first := CouncilSitting.objects.filter(once=once).first()):
        return first
    if starts_at <= at:
        raise refusals.in_the_past()
    sitting = CouncilSitting.objects.create(
        kind=kind,
        number=_taken(counter),
        year=counter.year,
        starts_at=starts_at,
        place=place,
        agenda=agenda,
        once=once or None,
    )
    after = {"kind": kind, "sign": sitting.sign, "starts_at": starts_at, "place": place}
    record(sitting, "plan_council", actor=actor, at=at, after=after)
    return sitting


@transaction.atomic
def revise_council(
    sitting: CouncilSitting, *, starts_at: datetime, place: str, agenda: str, actor: Actor, at: datetime
) -> CouncilSitting:
    """Change a planned sitting. Raises NotInCouncil."""
    hold(sitting)
    values = {"starts_at": starts_at, "place": place, "agenda": agenda}
    before = {name: getattr(sitting, name) for name in values}
    if before == values:
        return sitting
    if sitting.state != State.PLANNED:
        raise refusals.not_planned()
    if starts_at <= at:
        raise refusals.in_the_past()
    for name, value in values.items():
        setattr(sitting, name, value)
    sitting.save(update_fields=list(values))
    record(sitting, "revise_council", actor=actor, at=at, before=before, after=values)
    return sitting


@transaction.atomic
def hold_council(sitting: CouncilSitting, *, present: Sequence[Seat], actor: Actor, at: datetime) -> CouncilSitting:
    """Note that a sitting was held, and who was there. Raises NotInCouncil before it began, and for who is no member then."""
    hold(sitting)
    there = {seat.pk for seat in present}
    if made(sitting, "hold_council") and set(sitting.present.values_list("pk", flat=True)) == there:
        return sitting
    if at < sitting.starts_at:
        raise refusals.not_begun()
    if there - set(Seat.on(localdate(sitting.starts_at)).values_list("pk", flat=True)):
        raise refusals.not_members()
    note = {"present": [seat.public_id for seat in present]}
    advance(sitting, "hold_council", actor=actor, at=at, note=note)
    sitting.present.set(present)
    return sitting


@transaction.atomic
def cancel_council(sitting: CouncilSitting, reason: str, *, actor: Actor, at: datetime) -> CouncilSitting:
    """Call off a planned sitting; its number stays."""
    hold(sitting)
    if not made(sitting, "cancel_council", end_reason=reason):
        advance(sitting, "cancel_council", actor=actor, at=at, reason=reason, end_reason=reason)
    return sitting


@transaction.atomic
def adopt_position(
    sitting: CouncilSitting, *, kind: str, title: str, content: str, once: str = "", actor: Actor, at: datetime
) -> Position:
    """Enter what a held sitting adopted, under the next number of the year; it is public at once. Raises NotInCouncil."""
    hold(sitting)
    day = localdate(sitting.starts_at)
    counter = _held("position", day.year)
    if once and (first := Position.objects.filter(once=once).first()):
        return first
    if sitting.state != State.HELD:
        raise refusals.not_held()
    position = Position(
        kind=kind,
        number=_taken(counter),
        year=day.year,
        sitting=sitting,
        title=title,
        content=content,
        adopted_on=day,
        once=once or None,
    )
    position.remember()
    position.save()
    after = {"sign": position.sign, "kind": kind, "title": title, "sitting": sitting}
    record(position, "adopt_position", actor=actor, at=at, after=after)
    return position


@transaction.atomic
def send_position(
    position: Position, *, addressee: str, sent_on: date, answer_due: date | None, actor: Actor, at: datetime
) -> Position:
    """Note to whom it was sent, and by when an answer is awaited. Raises NotInCouncil for days that cannot be right."""
    hold(position)
    values: dict[str, Any] = {"addressee": addressee, "sent_on": sent_on, "answer_due": answer_due}
    if made(position, "send_position", **values):
        return position
    _insist_past(sent_on, position.adopted_on, "sent_on", at)
    if answer_due and answer_due < sent_on:
        raise refusals.before("answer_due")
    advance(position, "send_position", actor=actor, at=at, **values)
    position.remember()
    position.save(update_fields=["search_key"])
    return position


@transaction.atomic
def answer_position(position: Position, *, answered_on: date, answer: str, actor: Actor, at: datetime) -> Position:
    """Enter what the addressee answered. Raises NotInCouncil."""
    hold(position)
    if made(position, "answer_position", answered_on=answered_on, answer=answer):
        return position
    _insist_past(answered_on, position.sent_on or position.adopted_on, "answered_on", at)
    advance(position, "answer_position", actor=actor, at=at, answered_on=answered_on, answer=answer)
    return position


def _insist_past(day: date, after: date, field: str, at: datetime) -> None:
    if day > localdate(at):
        raise refusals.in_future(field)
    if day < after:
        raise refusals.before(field)


def attach_to_position(
    position: Position, *, title: str, file: UploadedFile, actor: Actor, at: datetime
) -> PositionFile:
    """Keep a file with what was adopted; the same file again is the one kept. Raises RefusedFile."""
    kept = keep(file, folder=f"dialogue/{position.public_id}")
    with transaction.atomic():
        hold(position)
        if same := position.files.filter(sha256=kept["sha256"]).first():
            return same
        row = PositionFile.objects.create(position=position, title=title, added_at=at, **kept)
        after = {"file": row.public_id, "title": title, "sha256": row.sha256}
        record(position, "attach_to_position", actor=actor, at=at, after=after)
    return row
