"""Verbs over the staffing of units: appoint, revise."""

from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.tables.folding import fold
from office.structure.models import Appointment, Unit
from office.structure.refusals import LedAlready, OwnDeputy

# What the ledger says of an appointment; names and contact data are not written into it.
SAID = ("title", "leads", "room", "valid_from", "valid_to", "deputy")


@transaction.atomic
def appoint(values: dict[str, Any], *, unit: Unit, actor: Actor, at: datetime) -> Appointment:
    """Put a person into a post of a unit. Raises LedAlready."""
    appointment = Appointment(unit=unit, **values)
    _insist(appointment)
    appointment.save()
    record(appointment, "appoint_person", actor=actor, at=at, after=_said(appointment))
    return appointment


@transaction.atomic
def revise_appointment(appointment: Appointment, values: dict[str, Any], *, actor: Actor, at: datetime) -> Appointment:
    """Change where a person is found, who stands in, or until when they hold the post. Raises LedAlready, OwnDeputy."""
    before = copy(appointment)
    for name, value in values.items():
        setattr(appointment, name, value)
    _insist(appointment)
    appointment.save()
    record(appointment, "revise_appointment", actor=actor, at=at, before=_said(before), after=_said(appointment))
    return appointment


def _insist(appointment: Appointment) -> None:
    """One head at a time, nobody their own deputy; the unit is locked, so that two writers see each other."""
    unit = Unit.objects.select_for_update().get(pk=appointment.unit_id)
    if appointment.pk and appointment.deputy_id == appointment.pk:
        raise OwnDeputy
    if appointment.leads:
        others = Appointment.objects.filter(unit=unit, leads=True).exclude(pk=appointment.pk)
        until = Q(valid_from__lte=appointment.valid_to) if appointment.valid_to else Q()
        other = others.filter(until, Q(valid_to=None) | Q(valid_to__gte=appointment.valid_from)).first()
        if other:
            raise LedAlready(other.name)
    parts = (appointment.name, appointment.title, unit.name, unit.code, appointment.room, appointment.phone)
    appointment.search_key = fold(" ".join(parts))[:600]


def _said(appointment: Appointment) -> dict[str, Any]:
    return {name: getattr(appointment, name) for name in SAID}
