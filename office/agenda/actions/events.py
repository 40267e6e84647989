"""Verbs over events: enter, revise, confirm, cancel; cancel or move one time of a repeated event."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.workflow.advance import advance, hold
from office.agenda.models import Attendee, Event, Occurrence, Room
from office.agenda.queries import clashes
from office.agenda.recurrence import Unrepeatable, spans
from office.agenda.refusals import EventOver, StaleEvent, Taken, WrongRule, WrongTime
from office.agenda.states import State

FIELDS = (
    "kind", "title", "matter", "all_day", "starts_at", "ends_at", "rule", "room", "place", "organiser", "unit",
    "visibility", "press", "note",
)  # fmt: skip
SEALED = ("title", "matter", "place", "organiser", "note")
Spans = Sequence[tuple[date, datetime, datetime]]


def new_uid() -> str:
    """An identifier of an event for other calendars."""
    return f"{token_hex(12)}@{settings.OFFICE['website'].partition('://')[2]}"


@transaction.atomic
def enter(
    values: Mapping[str, Any], *, once: str = "", uid: str = "", override: str = "", actor: Actor, at: datetime
) -> Event:
    """Put an event into the calendar; a form sent twice, known by `once`, gives the same event.

    `values` has FIELDS and `people`. People or a room that are taken need an `override`, the reason why it is entered all the same.
    Raises WrongTime, WrongRule, Taken.
    """
    times = _spans(values)
    _hold_taken(values["people"], values["room"])
    if once and (known := Event.objects.filter(once=once).first()):
        return known
    event = Event(uid=uid or new_uid(), once=once or None, entered_at=at)
    try:
        with transaction.atomic():
            found = _write(event, values, times, override=override, actor=actor, at=at)
    except IntegrityError:
        # The other of two clicks was first.
        return Event.objects.get(Q(once=once, once__isnull=False) | Q(uid=event.uid))
    record(event, "enter_event", actor=actor, at=at, after=_told(event, found), reason=override if found else "")
    return event


@transaction.atomic
def revise(
    event: Event, values: Mapping[str, Any], *, revision: int, override: str = "", actor: Actor, at: datetime
) -> Event:
    """Change an event that was read at a revision; times that were cancelled stay so, moved ones stay where they are.

    Raises StaleEvent, EventOver, WrongTime, WrongRule, Taken.
    """
    times = _spans(values)
    known = _held(event)
    if known.revision != revision:
        raise StaleEvent
    _hold_taken(values["people"], values["room"])
    before = _told(copy(known))
    known.revision += 1
    found = _write(known, values, times, override=override, actor=actor, at=at)
    after = _told(known, found)
    changed = {name for name in after if after[name] != before.get(name)}
    record(
        known,
        "revise",
        actor=actor,
        at=at,
        before={name: before.get(name) for name in changed},
        after={name: after[name] for name in changed},
        reason=override if found else "",
    )
    return known


@transaction.atomic
def confirm(event: Event, *, actor: Actor, at: datetime) -> Event:
    """The event will take place. Confirming again changes nothing. Raises NotPossible."""
    hold(event)
    if event.state != State.CONFIRMED:
        advance(event, "confirm", actor=actor, at=at, changed_at=at)
    return event


@transaction.atomic
def cancel(event: Event, *, reason: str, actor: Actor, at: datetime) -> Event:
    """Cancel an event with all its times. Cancelling again changes nothing."""
    hold(event)
    if event.state != State.CANCELLED:
        event.reason = reason
        event.save(update_fields=["reason"])
        advance(event, "cancel", actor=actor, at=at, reason=reason, changed_at=at)
    return event


@transaction.atomic
def cancel_occurrence(occurrence: Occurrence, *, reason: str, actor: Actor, at: datetime) -> Occurrence:
    """Cancel one time of a repeated event, the others stay. Cancelling again changes nothing. Raises EventOver."""
    event = _held(occurrence.event)
    if Occurrence.objects.filter(pk=occurrence.pk, cancelled_at=None).update(cancelled_at=at, reason=reason):
        occurrence.refresh_from_db()
        Event.objects.filter(pk=event.pk).update(changed_at=at)
        record(event, "cancel_occurrence", actor=actor, at=at, after={"day": occurrence.day}, reason=reason)
    return occurrence


@transaction.atomic
def move_occurrence(
    occurrence: Occurrence,
    *,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None,
    override: str = "",
    actor: Actor,
    at: datetime,
) -> Occurrence:
    """Move one time of an event; it keeps the day of the rule. Raises EventOver, WrongTime, Taken."""
    if ends_at <= starts_at:
        raise WrongTime
    event = _held(occurrence.event)
    _hold_taken(event.people.all(), room)
    before = {"starts_at": occurrence.starts_at, "ends_at": occurrence.ends_at, "room": occurrence.room}
    occurrence.starts_at, occurrence.ends_at, occurrence.room, occurrence.moved = starts_at, ends_at, room, True
    occurrence.save(update_fields=["starts_at", "ends_at", "room", "moved"])
    event.last_ends_at = max(event.last_ends_at, ends_at)
    event.changed_at = at
    event.save(update_fields=["last_ends_at", "changed_at"])
    found = _insist_free(event, override=override, actor=actor, at=at, only=occurrence)
    after = {"day": occurrence.day, "starts_at": starts_at, "ends_at": ends_at, "room": room, "clashes": found}
    record(event, "move_occurrence", actor=actor, at=at, before=before, after=after, reason=override if found else "")
    return occurrence


def _spans(values: Mapping[str, Any]) -> Spans:
    if values["ends_at"] <= values["starts_at"]:
        raise WrongTime
    try:
        return spans(values["rule"], values["starts_at"], values["ends_at"])
    except Unrepeatable as fault:
        raise WrongRule(fault) from fault


def _held(event: Event) -> Event:
    """The event as it is, locked. Raises EventOver."""
    known = Event.objects.select_for_update().get(pk=event.pk)
    if known.state == State.CANCELLED:
        raise EventOver
    return known


def _hold_taken(people: Iterable[Attendee], room: Room | None) -> None:
    """Lock whoever and whatever is taken, in one order for everyone, so that of two bookings one sees the other."""
    list(Attendee.objects.select_for_update().filter(pk__in=[each.pk for each in people]).order_by("pk"))
    if room:
        Room.objects.select_for_update().get(pk=room.pk)


def _write(event: Event, values: Mapping[str, Any], times: Spans, *, override: str, actor: Actor, at: datetime) -> int:
    """Put values into an event and its times; how many clashes were overruled. Raises Taken."""
    for name in FIELDS:
        setattr(event, name, values[name])
    event.changed_at = at
    event.last_ends_at = max(end for _day, _start, end in times)
    event.save()
    event.people.set(values["people"])
    _keep_times(event, times)
    return _insist_free(event, override=override, actor=actor, at=at)


def _insist_free(event: Event, *, override: str, actor: Actor, at: datetime, only: Occurrence | None = None) -> int:
    found = clashes(event, only=only, actor=actor, at=at)
    if found and not override.strip():
        raise Taken(found)
    return len(found)


def _keep_times(event: Event, times: Spans) -> None:
    """The times of an event as its rule gives them: those of the same day are kept with what was decided of them."""
    known = {each.day: each for each in event.occurrences.all()}
    if len(known) == len(times) == 1:
        # An event that is not repeated is moved, and stays the same one for whoever was told of it.
        known = {times[0][0]: next(iter(known.values()))}
    staying = {day for day, _start, _end in times}
    event.occurrences.filter(pk__in=[each.pk for day, each in known.items() if day not in staying]).delete()
    new, changed = [], []
    for day, starts_at, ends_at in times:
        row = known.get(day)
        if row is None:
            new.append(Occurrence(event=event, day=day, starts_at=starts_at, ends_at=ends_at, room=event.room))
        elif not row.moved or len(times) == 1:
            row.day, row.starts_at, row.ends_at, row.room, row.moved = day, starts_at, ends_at, event.room, False
            changed.append(row)
    Occurrence.objects.bulk_update(changed, ["day", "starts_at", "ends_at", "room", "moved"])
    Occurrence.objects.bulk_create(new)


def _told(event: Event, found: int = 0) -> dict[str, Any]:
    """An event as the ledger keeps it: what is typed is sealed, people stand by their ids."""
    told = {name: getattr(event, name) for name in FIELDS}
    told |= {name: sealed(told[name]) for name in SEALED if told[name]}
    people = sorted(event.people.values_list("public_id", flat=True))
    return {**told, "unit": event.unit.code, "people": people, "clashes": found}
