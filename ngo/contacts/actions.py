"""Verbs over institutions: enter, revise, check, close, reopen."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.tables.collation import sort_key
from core.tables.folding import fold
from ngo.contacts.models import Institution
from ngo.contacts.refusals import ClosesTooEarly, SameInstitution


@transaction.atomic
def enter(values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Institution:
    """Put an institution into its database; what is entered counts as checked that day.

    `values` are fields of Institution, `area` a list of counties. Raises SameInstitution when it is there already.
    """
    fields = {name: value for name, value in values.items() if name != "area"}
    institution = Institution(**fields, verified_on=localdate(at))
    _insist_new(institution)
    _index(institution)
    institution.save(force_insert=True)
    institution.area.set(values.get("area", ()))
    record(institution, "enter", actor=actor, at=at, after=_ledgered(values))
    return institution


@transaction.atomic
def revise(institution: Institution, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Institution:
    """Change some fields; the same values again change nothing.

    Raises SameInstitution when it would become another one, ClosesTooEarly for days in the wrong order.
    """
    known = Institution.objects.select_for_update().get(pk=institution.pk)
    before = {name: _value(known, name) for name in values}
    new = {name: value for name, value in values.items() if _comparable(value) != _comparable(before[name])}
    if not new:
        return known
    for name, value in new.items():
        if name == "area":
            known.area.set(value)
        else:
            setattr(known, name, value)
    _insist_new(known)
    _insist_order(known)
    _index(known)
    known.save()
    record(
        known,
        "revise",
        actor=actor,
        at=at,
        before=_ledgered({name: before[name] for name in new}),
        after=_ledgered(new),
    )
    return known


@transaction.atomic
def check(institution: Institution, *, actor: Actor, at: datetime) -> Institution:
    """Note that the data were checked today and are true; checking again the same day changes nothing."""
    day = localdate(at)
    before = institution.verified_on
    if before != day:
        institution.verified_on = day
        institution.save(update_fields=["verified_on"])
        record(institution, "check", actor=actor, at=at, before={"verified_on": before}, after={"verified_on": day})
    return institution


@transaction.atomic
def close(institution: Institution, *, closed_on: date, reason: str, actor: Actor, at: datetime) -> Institution:
    """Note since which day the institution does not work; it stays in the database. Raises ClosesTooEarly."""
    known = Institution.objects.select_for_update().get(pk=institution.pk)
    if known.closed_on != closed_on:
        before, known.closed_on = known.closed_on, closed_on
        _insist_order(known)
        known.save(update_fields=["closed_on"])
        after = {"closed_on": closed_on}
        record(known, "close", actor=actor, at=at, before={"closed_on": before}, after=after, reason=reason)
    return known


@transaction.atomic
def reopen(institution: Institution, *, actor: Actor, at: datetime) -> Institution:
    """Take a closing back: it was a mistake, or the institution works again."""
    known = Institution.objects.select_for_update().get(pk=institution.pk)
    if before := known.closed_on:
        known.closed_on = None
        known.save(update_fields=["closed_on"])
        record(known, "reopen", actor=actor, at=at, before={"closed_on": before}, after={"closed_on": None})
    return known


def _insist_new(institution: Institution) -> None:
    """Raise SameInstitution when another row says the same kind, name and place."""
    others = Institution.objects.filter(kind=institution.kind, sort_key=sort_key(institution.name))
    others = others.exclude(pk=institution.pk)
    names = {(fold(name), fold(city)) for name, city in others.values_list("name", "city")}
    if (fold(institution.name), fold(institution.city)) in names:
        raise SameInstitution


def _insist_order(institution: Institution) -> None:
    if institution.closed_on and institution.active_from and institution.closed_on < institution.active_from:
        raise ClosesTooEarly


def _index(institution: Institution) -> None:
    """What it is sorted and found by. The person is not among it: a search must not tell who works where."""
    institution.sort_key = sort_key(institution.name)
    place = institution.commune.name if institution.commune else ""
    institution.search_text = fold(f"{institution.name} {institution.city} {place} {institution.get_kind_display()}")


def _value(institution: Institution, name: str) -> Any:
    return list(institution.area.all()) if name == "area" else getattr(institution, name)


def _comparable(value: Any) -> Any:
    """Many counties are a set, whatever their order."""
    return {each.pk for each in value} if isinstance(value, list) else value


def _ledgered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the ledger keeps them: what may be a person's is sealed, counties are told by their codes."""
    return {
        name: sealed(value) if name in Institution.PERSONAL_FIELDS and value else _told(value)
        for name, value in values.items()
    }


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return [each.code for each in value]
    return getattr(value, "code", value)
