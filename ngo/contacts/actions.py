"""Verbs over institutions, contact lists and their addresses, consents to letters, opting out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.tables.collation import sort_key
from core.tables.folding import fold
from ngo.contacts.models import (
    Basis,
    Contact,
    ContactConsent,
    ContactList,
    Institution,
    OptOut,
    Way,
    address_digest,
    address_key,
)
from ngo.contacts.queries import last_opt_outs, opted_out
from ngo.contacts.refusals import (
    AlreadyOnList,
    ClosedList,
    ClosesTooEarly,
    OptedOut,
    SameInstitution,
    SameList,
)
from ngo.registry.models import Organisation


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


# Contact lists


@transaction.atomic
def open_list(values: Mapping[str, Any], *, actor: Actor, at: datetime) -> ContactList:
    """Open a contact list; `values` are fields of ContactList. Raises SameList when an open one has the name."""
    made = ContactList(**values, created_at=at, sort_key=sort_key(values["name"]))
    _save_named(made)
    record(made, "open_list", actor=actor, at=at, after={name: _told(value) for name, value in values.items()})
    return made


@transaction.atomic
def revise_list(contact_list: ContactList, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> ContactList:
    """Change what a list is for and whom it finds; the same values change nothing. Raises SameList, ClosedList."""
    known = _open(contact_list)
    before = {name: getattr(known, name) for name in values}
    new = {name: value for name, value in values.items() if before[name] != value}
    if new:
        for name, value in new.items():
            setattr(known, name, value)
        known.sort_key = sort_key(known.name)
        _save_named(known)
        told = {name: _told(before[name]) for name in new}, {name: _told(value) for name, value in new.items()}
        record(known, "revise", actor=actor, at=at, before=told[0], after=told[1])
    return known


@transaction.atomic
def close_list(contact_list: ContactList, *, actor: Actor, at: datetime) -> ContactList:
    """Close a list for good; its addresses stay as the proof of their bases. Closing it again changes nothing."""
    if ContactList.objects.filter(pk=contact_list.pk, closed_at=None).update(closed_at=at):
        contact_list.closed_at = at
        record(contact_list, "close", actor=actor, at=at, after={"closed_at": at})
    return contact_list


@transaction.atomic
def add_contact(contact_list: ContactList, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Contact:
    """Put an address on a list with its basis; `values` are name, email, basis, given_on, basis_note.

    Raises ClosedList, AlreadyOnList, and OptedOut unless a consent was given on a day after the address opted out.
    """
    known = _open(contact_list)
    contact = Contact(
        **values,
        contact_list=known,
        key=address_key(values["email"]),
        sort_key=sort_key(values["name"]),
        added_at=at,
        added_by=actor.user,
    )
    left = last_opt_outs(contact.key)
    consented = contact.given_at if contact.basis == Basis.CONSENT else None
    if opted_out(contact.key, consented, left):
        raise OptedOut(left[address_digest(contact.key)])
    try:
        with transaction.atomic():
            contact.save(force_insert=True)
    except IntegrityError:
        raise AlreadyOnList from None
    after = {
        "contact": contact,
        "address": sealed(contact.key),
        "basis": contact.basis,
        "given_on": contact.given_on,
        "basis_note": sealed(contact.basis_note),
    }
    record(known, "add_contact", actor=actor, at=at, after=after)
    return contact


@transaction.atomic
def withdraw_contact(contact: Contact, *, actor: Actor, at: datetime) -> Contact:
    """Take an address off a list at its owner's request; from other lists it is not taken. Doing it again changes nothing."""
    if Contact.objects.live().filter(pk=contact.pk).update(withdrawn_at=at, withdrawn_by_way=Way.OFFICE):
        contact.refresh_from_db()
        after = {"contact": contact, "address": sealed(contact.key), "way": Way.OFFICE}
        record(contact.contact_list, "withdraw_contact", actor=actor, at=at, after=after)
    return contact


# Consents of organisations


@transaction.atomic
def agree_to_letters(
    organisation: Organisation, *, email: str, wording: str, actor: Actor, at: datetime
) -> ContactConsent:
    """Agree to letters at an address; a new address replaces the former. Agreeing to the same again changes nothing."""
    key = address_key(email)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = ContactConsent.objects.filter(organisation=organisation, withdrawn_at=None).first()
    if known and known.key == key:
        return known
    if known:
        withdraw_letters(organisation, actor=actor, at=at)
    consent = ContactConsent.objects.create(
        organisation=organisation, email=email, key=key, wording=wording, given_at=at, given_by=actor.user
    )
    after = {"address": sealed(key), "wording": wording}
    record(organisation, "agree_to_letters", actor=actor, at=at, after=after)
    return consent


@transaction.atomic
def withdraw_letters(organisation: Organisation, *, actor: Actor, at: datetime) -> int:
    """Withdraw an organisation's consent to letters, without a reason (RODO art. 7 ust. 3); how many were in force."""
    live = ContactConsent.objects.filter(organisation=organisation, withdrawn_at=None)
    count = live.update(withdrawn_at=at, withdrawn_by_way=Way.ORGANISATION)
    if count:
        record(organisation, "withdraw_letters", actor=actor, at=at, after={"way": Way.ORGANISATION})
    return count


# Opting out


@transaction.atomic
def opt_out(email: str, *, way: Way, actor: Actor, at: datetime) -> OptOut:
    """Send no more letters of lists to an address: it leaves every list, and consents to it end.

    Opting out again while nothing else has happened gives the first note.
    """
    key = address_key(email)
    contacts = Contact.objects.live().filter(key=key)
    consents = ContactConsent.objects.filter(key=key, withdrawn_at=None)
    known = OptOut.objects.filter(key=address_digest(key)).order_by("-at").first()
    if known and not contacts.exists() and not consents.exists():
        return known
    contacts.update(withdrawn_at=at, withdrawn_by_way=way)
    for consent in consents.select_related("organisation"):
        record(consent.organisation, "withdraw_letters", actor=actor, at=at, after={"way": way})
    consents.update(withdrawn_at=at, withdrawn_by_way=way)
    made = OptOut.objects.create(key=address_digest(key), at=at, way=way)
    record(made, "opt_out", actor=actor, at=at, after={"address": sealed(key), "way": way})
    return made


def _open(contact_list: ContactList) -> ContactList:
    """The list, locked. Raises ClosedList."""
    known = ContactList.objects.select_for_update().get(pk=contact_list.pk)
    if known.closed_at:
        raise ClosedList
    return known


def _save_named(contact_list: ContactList) -> None:
    """Raises SameList when another open list has the name."""
    try:
        with transaction.atomic():
            contact_list.save()
    except IntegrityError:
        raise SameList from None
