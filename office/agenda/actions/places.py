"""Verbs over whose calendars are kept and which rooms are booked: add and revise them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from core.accounts.actor import Actor
from core.audit.ledger import record
from office.agenda.models import Attendee, Room


@transaction.atomic
def add_attendee(values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Attendee:
    """Begin to keep somebody's calendar."""
    attendee = Attendee.objects.create(**values)
    record(attendee, "add_attendee", actor=actor, at=at, after=_said(attendee))
    return attendee


@transaction.atomic
def revise_attendee(attendee: Attendee, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Attendee:
    """Change who holds a post, who serves them, or until when their calendar is kept."""
    before = _said(Attendee.objects.select_for_update().get(pk=attendee.pk))
    for name, value in values.items():
        setattr(attendee, name, value)
    attendee.save()
    record(attendee, "revise", actor=actor, at=at, before=before, after=_said(attendee))
    return attendee


def _said(attendee: Attendee) -> dict[str, Any]:
    """What the ledger says: the post and its days, never the name."""
    return {"post": attendee.post, "unit": attendee.unit.code, "ended_on": attendee.ended_on}


@transaction.atomic
def add_room(values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Room:
    """Make a room known, so that it can be booked."""
    room = Room.objects.create(**values)
    record(room, "add_room", actor=actor, at=at, after=dict(values))
    return room


@transaction.atomic
def revise_room(room: Room, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Room:
    """Change what is said of a room, or from which day it is not booked."""
    known = Room.objects.select_for_update().get(pk=room.pk)
    before = {name: getattr(known, name) for name in values}
    for name, value in values.items():
        setattr(room, name, value)
    room.save()
    record(room, "revise", actor=actor, at=at, before=before, after=dict(values))
    return room
