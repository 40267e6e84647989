"""Verbs over units: who holds their posts, who may do what in them, how they change from a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat, public_id
from core.audit.ledger import record
from core.signin.actions import grant_hat, withdraw_hat
from core.tables.folding import fold
from core.web.templatetags.polish import data
from core.workflow.advance import advance, hold
from office.structure.hats import OFFICER, STAFF
from office.structure.models import Appointment, Kind, MandateTask, Power, Reorganisation, Unit, UnitName
from office.structure.queries import changes_to_carry_out, kept_alone, officers
from office.structure.refusals import (
    DayPassed,
    LedAlready,
    NothingChanges,
    NotOurs,
    OwnDeputy,
    PlannedAlready,
    StillKept,
    SymbolTaken,
)
from office.structure.states import State

# What the ledger says of an appointment; names and contact data are not written into it.
SAID = ("title", "leads", "room", "valid_from", "valid_to", "deputy")
TASKS = "tasks"


@transaction.atomic
def appoint(values: dict[str, Any], *, unit: Unit, actor: Actor, at: datetime) -> Appointment:
    """Put a person into a post of a unit. Raises LedAlready."""
    own = dict(values)
    tasks = own.pop(TASKS, [])
    appointment = Appointment(unit=unit, **own)
    _insist(appointment)
    appointment.save()
    appointment.tasks.set(tasks)
    record(appointment, "appoint_person", actor=actor, at=at, after=_said(appointment))
    return appointment


@transaction.atomic
def revise_appointment(appointment: Appointment, values: dict[str, Any], *, actor: Actor, at: datetime) -> Appointment:
    """Change where a person is found, who stands in, or until when they hold the post. Raises LedAlready, OwnDeputy."""
    before, own = _said(appointment), dict(values)
    tasks = own.pop(TASKS, None)
    for name, value in own.items():
        setattr(appointment, name, value)
    _insist(appointment)
    appointment.save()
    if tasks is not None:
        appointment.tasks.set(tasks)
    record(appointment, "revise_appointment", actor=actor, at=at, before=before, after=_said(appointment))
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
    appointment.search_key = _search_key(appointment, unit)


def _search_key(appointment: Appointment, unit: Unit) -> str:
    parts = (
        appointment.name,
        appointment.title,
        unit.name,
        unit.symbol,
        unit.code,
        appointment.room,
        appointment.phone,
    )
    return fold(" ".join(parts))[:600]


def _said(appointment: Appointment) -> dict[str, Any]:
    said = {name: getattr(appointment, name) for name in SAID}
    return {**said, TASKS: sorted(task.code for task in appointment.tasks.all())}


@transaction.atomic
def give_power(unit: Unit, *, capability: str, hats: Iterable[Hat], actor: Actor, at: datetime) -> None:
    """Leave something to some people of a unit and its head; to nobody named, it is everybody's again. Raises NotOurs."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    wanted, known = {hat.pk: hat for hat in hats}, set(officers(unit).values_list("pk", flat=True))
    if not set(wanted) <= known:
        raise NotOurs
    rows = Power.objects.filter(unit=unit, capability=capability)
    before = set(rows.values_list("hat", flat=True))
    if before != set(wanted):
        rows.exclude(hat__in=wanted).delete()
        Power.objects.bulk_create(
            Power(unit=unit, capability=capability, hat=hat) for pk, hat in wanted.items() if pk not in before
        )
        named = sorted(hat.public_id for hat in wanted.values())
        record(unit, "give_power", actor=actor, at=at, after={"capability": capability, "hats": named})


@transaction.atomic
def plan_reorganisation(
    unit: Unit,
    *,
    kind: str,
    starts_on: date,
    symbol: str = "",
    name: str = "",
    successor: Unit | None = None,
    basis: str,
    actor: Actor,
    at: datetime,
) -> Reorganisation:
    """Plan that a unit changes from a day; on that day, or at once when it is today, the clock carries it out.

    The same plan again gives the one there is. Raises DayPassed, NothingChanges, SymbolTaken, StillKept, PlannedAlready.
    """
    known = Unit.objects.select_for_update().get(pk=unit.pk)
    planned = Reorganisation(
        unit=known,
        kind=kind,
        starts_on=starts_on,
        symbol=" ".join(symbol.split()) or known.symbol if kind == Kind.RENAME else "",
        name=" ".join(name.split()) or known.name if kind == Kind.RENAME else "",
        successor=successor if kind == Kind.REPLACE else None,
        basis=basis,
        planned_at=at,
    )
    if standing := Reorganisation.objects.filter(unit=known, state=State.PLANNED).first():
        same = all(getattr(standing, each) == getattr(planned, each) for each in PLAN)
        if same:
            return standing
        raise PlannedAlready(data(standing.starts_on))
    if starts_on < localdate(at):
        raise DayPassed
    (_insist_renamed if kind == Kind.RENAME else _insist_replaced)(planned)
    planned.save(force_insert=True)
    record(planned, "plan_reorganisation", actor=actor, at=at, after={each: getattr(planned, each) for each in PLAN})
    if starts_on == localdate(at):
        carry_out(planned, actor=actor, at=at)
    return planned


# What tells one plan from another, and what the ledger says of it.
PLAN = ("kind", "starts_on", "symbol", "name", "successor", "basis")


def _insist_renamed(planned: Reorganisation) -> None:
    unit = planned.unit
    if (planned.symbol, planned.name) == (unit.symbol, unit.name):
        raise NothingChanges("symbol", _("Podaj nowy symbol albo nową nazwę: obie są takie jak dotąd."))
    bare = planned.symbol.replace(" ", "")
    others = Unit.objects.exclude(pk=unit.pk)
    taken = {code for row in others.values_list("code", "symbol") for code in row}
    taken |= set(UnitName.objects.exclude(unit=unit).values_list("symbol", flat=True))
    coming = Reorganisation.objects.filter(state=State.PLANNED).exclude(unit=unit).exclude(symbol="")
    taken |= set(coming.values_list("symbol", flat=True))
    if bare.casefold() in {each.replace(" ", "").casefold() for each in taken}:
        raise SymbolTaken(planned.symbol)


def _insist_replaced(planned: Reorganisation) -> None:
    successor = planned.successor
    if successor is None:
        raise NothingChanges("successor", _("Wskaż komórkę, która przejmuje zadania."))
    there = Unit.objects.valid(planned.starts_on).filter(pk=successor.pk).exists()
    goes = Reorganisation.objects.filter(state=State.PLANNED, unit=successor, kind=Kind.REPLACE).exists()
    if successor.pk == planned.unit.pk or not there or goes:
        raise NothingChanges(
            "successor", _("Zadania przejmuje inna komórka, która w tym dniu jest i sama nie jest likwidowana.")
        )
    if left := kept_alone(planned.unit, successor):
        raise StillKept(left)


@transaction.atomic
def call_off(reorganisation: Reorganisation, *, actor: Actor, at: datetime) -> Reorganisation:
    """Call a planned change off; calling it off again changes nothing."""
    hold(reorganisation)
    if reorganisation.state != State.CALLED_OFF:
        advance(reorganisation, "call_off_reorganisation", actor=actor, at=at)
    return reorganisation


def carry_out_due(*, actor: Actor, at: datetime) -> int:
    """Carry out every change whose day has come; each in a transaction of its own. How many there were."""
    count = 0
    for each in changes_to_carry_out(localdate(at)):
        carry_out(each, actor=actor, at=at)
        count += 1
    return count


@transaction.atomic
def carry_out(reorganisation: Reorganisation, *, actor: Actor, at: datetime) -> Reorganisation:
    """Make a unit what was planned from its day; cases keep their signs. Carried out again, it changes nothing."""
    hold(reorganisation)
    if reorganisation.state == State.DONE:
        return reorganisation
    unit = Unit.objects.select_for_update().get(pk=reorganisation.unit_id)
    advance(reorganisation, "carry_out_reorganisation", actor=actor, at=at)
    if reorganisation.kind == Kind.RENAME:
        _rename(unit, reorganisation)
    else:
        _replace(unit, reorganisation, actor=actor, at=at)
    reorganisation.unit.refresh_from_db()
    return reorganisation


def _rename(unit: Unit, change: Reorganisation) -> None:
    last = UnitName.objects.filter(unit=unit).last()
    UnitName.objects.create(
        unit=unit,
        symbol=unit.symbol,
        name=unit.name,
        valid_from=last.valid_to + timedelta(days=1) if last else unit.valid_from,
        valid_to=change.starts_on - timedelta(days=1),
    )
    unit.symbol, unit.name = change.symbol, change.name
    unit.save(update_fields=["symbol", "name"])
    Hat.objects.worn().filter(kind__in=STAFF, key=unit.code).update(title=unit.name)
    for each in Appointment.objects.filter(unit=unit).exclude(search_key=""):
        each.search_key = _search_key(each, unit)
        each.save(update_fields=["search_key"])


def _replace(unit: Unit, change: Reorganisation, *, actor: Actor, at: datetime) -> None:
    """Tasks, people in posts, their roles and open work pass to the successor; the unit ends the day before."""
    successor, last_day = change.successor, change.starts_on - timedelta(days=1)
    assert successor is not None
    Unit.objects.filter(successor=unit).update(successor=successor)
    Unit.objects.filter(pk=unit.pk).update(valid_to=last_day, successor=successor)
    for each in Appointment.objects.filter(unit=unit).exclude(valid_to__lt=change.starts_on).order_by("pk"):
        tasks = list(each.tasks.all())
        if each.valid_from < change.starts_on:
            # The post in the unit that goes ends; the same post in its successor begins.
            Appointment.objects.filter(pk=each.pk).update(valid_to=last_day)
            each.pk, each.public_id, each.valid_from = None, public_id(), change.starts_on
            each._state.adding = True
        each.unit, each.leads, each.deputy = successor, False, None
        each.search_key = _search_key(each, successor)
        each.save()
        each.tasks.set(tasks)
    MandateTask.objects.filter(unit=unit).update(unit=successor)
    for hat in Hat.objects.worn().filter(kind__in=STAFF, key=unit.code).select_related("user").order_by("pk"):
        # The successor has a head of its own: who led the unit works there.
        if not Hat.objects.worn().filter(user=hat.user, kind__in=STAFF, key=successor.code).exists():
            grant_hat(
                hat.user,
                OFFICER.code,
                key=successor.code,
                title=successor.name,
                actor=actor,
                at=at,
                reason=change.basis,
            )
        withdraw_hat(hat, actor=actor, at=at, reason=change.basis)
