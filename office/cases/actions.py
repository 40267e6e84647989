"""Verbs over cases: register, lead, close, reopen, cancel; and over classes of the file plan."""

from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record
from core.workflow.advance import advance, hold
from law import case_sign, retention
from office.cases.models import Case, Counter, FileClass, search_key
from office.cases.refusals import (
    ClassOverlaps,
    DueBeforeOpening,
    NoSuchClass,
    NotAGroup,
    NotOfTheUnit,
    OpenWithin,
    StillInUse,
)
from office.cases.states import State
from office.structure.models import Unit
from office.structure.queries import works_in
from office.structure.refusals import UnitEnded


@transaction.atomic
def register(
    title: str,
    *,
    unit: Unit,
    symbol: str,
    actor: Actor,
    at: datetime,
    group: Case | None = None,
    is_group: bool = False,
    due_on: date | None = None,
    once: str = "",
) -> Case:
    """Register a case under the next sign of its unit (by the symbol of the day), class and year ("KMIII.614.1.2026"), without gaps.

    Numbers restart every year (Dz.U. 2011 nr 14 poz. 67, § 5); within a `group` they have a count of their own. The same `once`
    again returns the first case. Raises UnitEnded, NoSuchClass, NotAGroup, DueBeforeOpening.
    """
    day = localdate(at)
    file_class = FileClass.objects.filter(symbol=symbol).valid(day).last()
    if file_class is None:
        raise NoSuchClass(symbol)
    if due_on and due_on < day:
        raise DueBeforeOpening
    number = group.number if group else 0
    counter = _held(unit=unit, symbol=symbol, year=day.year, group=number)
    if once and (first := Case.objects.filter(once=once).first()):
        return first
    # The symbol of this moment: a reorganisation may have changed it since the unit was read.
    known = Unit.objects.valid(day).filter(pk=unit.pk).first()
    if known is None:
        raise UnitEnded(unit.symbol)
    if group:
        hold(group)
        if not _takes(group, unit, symbol, day.year):
            raise NotAGroup
    Counter.objects.filter(pk=counter.pk).update(last=counter.last + 1)
    sign = case_sign.sign(known.symbol, symbol, counter.last + 1, day.year, group=number)
    title = title[:300]
    case = Case.objects.create(
        sign=sign,
        unit=unit,
        symbol=symbol,
        number=counter.last + 1,
        year=day.year,
        group=group,
        is_group=is_group and group is None,
        title=title,
        search_key=search_key(sign, title),
        officer=actor.user,
        category=file_class.category,
        opened_at=at,
        due_on=due_on,
        once=once or None,
    )
    record(case, "register", actor=actor, at=at, after={"sign": sign, "title": title, "group": group and group.sign})
    return case


def _held(**key: Any) -> Counter:
    """The counter, locked until the transaction ends: whoever asks next waits for this number."""
    Counter.objects.get_or_create(**key)
    return Counter.objects.select_for_update().get(**key)


def _takes(group: Case, unit: Unit, symbol: str, year: int) -> bool:
    same = (group.unit_id, group.symbol, group.year) == (unit.pk, symbol, year)
    return group.is_group and group.state == State.OPEN and same


@transaction.atomic
def assign(case: Case, officer: User, *, actor: Actor, at: datetime) -> Case:
    """Give a case to the person who leads it from now on. Raises NotOfTheUnit for somebody of another unit."""
    hold(case)
    if not works_in(officer, case.unit.serving):
        raise NotOfTheUnit
    before = case.officer
    if before != officer:
        Case.objects.filter(pk=case.pk).update(officer=officer)
        case.officer = officer
        record(case, "assign_case", actor=actor, at=at, before={"officer": before}, after={"officer": officer})
    return case


@transaction.atomic
def close(case: Case, *, actor: Actor, at: datetime) -> Case:
    """Close a case; from the next 1 January its years of keeping run. Raises OpenWithin for a group with open cases."""
    hold(case)
    if case.cases.filter(state=State.OPEN).exists():
        raise OpenWithin
    day = localdate(at)
    # A case registered before classes were kept takes the class of its own day.
    category = case.category or _category(case)
    keep_until = retention.keep_until(category, day)
    advance(case, "close", actor=actor, at=at, closed_on=day, keep_until=keep_until, category=category)
    return case


def _category(case: Case) -> str:
    return FileClass.objects.filter(symbol=case.symbol).valid(localdate(case.opened_at)).latest("valid_from").category


@transaction.atomic
def reopen(case: Case, reason: str, *, actor: Actor, at: datetime) -> Case:
    """Open a closed case again; the years of keeping will be counted anew."""
    advance(case, "reopen", actor=actor, at=at, reason=reason, closed_on=None, keep_until=None)
    return case


@transaction.atomic
def cancel(case: Case, reason: str, *, actor: Actor, at: datetime) -> Case:
    """Cancel a number registered by mistake: it stays taken, with the reason. Raises StillInUse when anything cites the case."""
    hold(case)
    for each in case._meta.related_objects:
        if each.related_model._base_manager.filter(**{each.field.name: case}).exists():
            raise StillInUse
    advance(case, "cancel", actor=actor, at=at, reason=reason)
    return case


FIELDS = ("symbol", "title", "category", "valid_from", "valid_to", "verified")


@transaction.atomic
def enter_class(values: dict[str, Any], *, actor: Actor, at: datetime) -> FileClass:
    """Put a class into the file plan. Raises ClassOverlaps."""
    file_class = FileClass(**values)
    _insist_apart(file_class)
    file_class.save()
    record(file_class, "enter_class", actor=actor, at=at, after=_said(file_class))
    return file_class


@transaction.atomic
def revise_class(file_class: FileClass, values: dict[str, Any], *, actor: Actor, at: datetime) -> FileClass:
    """Change a class, or the days between which it is in force; registered cases keep theirs. Raises ClassOverlaps."""
    before = copy(file_class)
    for name, value in values.items():
        setattr(file_class, name, value)
    _insist_apart(file_class)
    if _said(before) != _said(file_class):
        file_class.save()
        record(file_class, "revise_class", actor=actor, at=at, before=_said(before), after=_said(file_class))
    return file_class


def _insist_apart(file_class: FileClass) -> None:
    """On one day one class of a symbol. The rows of the symbol are locked, so that two writers see each other."""
    others = FileClass.objects.select_for_update().filter(symbol=file_class.symbol).exclude(pk=file_class.pk)
    until = Q(valid_from__lte=file_class.valid_to) if file_class.valid_to else Q()
    if others.filter(until, Q(valid_to=None) | Q(valid_to__gte=file_class.valid_from)).exists():
        raise ClassOverlaps(file_class.symbol)


def _said(file_class: FileClass) -> dict[str, Any]:
    return {name: getattr(file_class, name) for name in FIELDS}
