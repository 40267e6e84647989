"""Verbs over an organisation's record: entered, revised, confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Q
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import record
from core.signin.actions import grant_hat
from core.workflow.refusal import insist
from law.identity import cleaned, unknown_breaches
from ngo.registry.access import FLAGS, locked
from ngo.registry.hats import SIGNATORY
from ngo.registry.matching import NUMBERS, earlier, index, label, ledgered, told
from ngo.registry.models import Commune, County, Organisation, Representation, Source
from ngo.registry.provenance import note, verify
from ngo.registry.refusals import (
    AlreadyKnown,
    Locked,
)
from ngo.registry.territory import Territory
from office.structure.access import is_staff


@transaction.atomic
def register(values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Organisation:
    """Enter an organisation that the register does not know; `values` are fields of Organisation.

    Entered by staff it is confirmed at once. Declared by a person it waits for staff, unseen by the public, and that
    person may act for it: they write and submit offers, since a deadline cannot wait for the office. Their right to act
    waits for staff as a request; whether they may sign is checked with the signed confirmation of the offer.
    Raises Refused with every wrong field, AlreadyKnown when a number belongs to an organisation that is there.
    """
    good = _valid(values)
    staff = is_staff(actor)
    if not staff and (shut := [field for field in FLAGS if good.get(field)]):
        raise Locked([label(field) for field in shut])
    insist(unknown_breaches(good))
    told_by = Source.STAFF if staff else Source.DECLARED
    values = {**good, **_place(good)}
    organisation = Organisation(**values, source=told_by)
    note(organisation, [field for field in values if values[field]], told_by, on=localdate(at), verified=staff)
    _insist_unknown(organisation)
    if staff:
        organisation.verified_at, organisation.verified_by = at, actor.user
    index(organisation, ())
    organisation.save(force_insert=True)
    record(organisation, "register", actor=actor, at=at, after=ledgered(told(organisation)))
    if not staff:
        key, title = organisation.public_id, organisation.name
        grant_hat(actor.person, SIGNATORY.code, key=key, title=title, actor=actor, at=at)
        Representation.objects.create(organisation=organisation, user=actor.person, asked_at=at, declared=True)
    return organisation


@transaction.atomic
def revise(organisation: Organisation, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Organisation:
    """Change some fields; a replaced name becomes an earlier one. The same values again change nothing.

    Raises Refused with every wrong field, AlreadyKnown for another's number, Locked for a field that the organisation's
    own people do not change.
    """
    known = Organisation.objects.select_for_update().get(pk=organisation.pk)
    good = _valid(values)
    chosen = "commune" in good and good["commune"] != known.commune
    if chosen or good.get("postcode", known.postcode) != known.postcode:
        place = {"postcode": known.postcode, **good}
        good |= _place(place if chosen else {**place, "commune": None})
    new = {field: value for field, value in good.items() if getattr(known, field) != value}
    if shut := [field for field in new if field in locked(actor, known)]:
        raise Locked([label(field) for field in shut])
    if not new:
        return known
    before = {field: getattr(known, field) for field in new}
    for field, value in new.items():
        setattr(known, field, value)
    staff = is_staff(actor)
    note(known, new, Source.STAFF if staff else Source.DECLARED, on=localdate(at), verified=staff)
    _insist_unknown(known)
    if "name" in new:
        earlier(known, before["name"], until=at).save(force_insert=True)
        Hat.objects.worn().filter(key=known.public_id).update(title=known.name)
    if "deleted_on" in new:
        # What contradicted the day of deletion is settled.
        known.refresh_note = ""
    index(known, known.names.values_list("name", flat=True))
    known.save()
    record(known, "revise", actor=actor, at=at, before=ledgered(before), after=ledgered(new))
    return known


def _valid(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with names and numbers in their one form. Raises Refused with every wrong one, at its field."""
    texts, breaches = cleaned({field: value or "" for field, value in values.items() if _is_text(field, value)})
    insist(breaches)
    good = {**values, **texts}
    if not good.get("krs", "-"):
        good["krs"] = None
    return good


def _is_text(field: str, value: Any) -> bool:
    """Whether a value is text; nothing stands for an empty one where the table keeps text."""
    return isinstance(value, str) or (value is None and isinstance(Organisation._meta.get_field(field), CharField))


def _place(values: Mapping[str, Any]) -> dict[str, Any]:
    """County and commune: of the commune that was chosen, else what the postcode tells for sure."""
    commune = values.get("commune")
    if commune is None:
        found = Territory.load().at(values.get("postcode", ""))
        return {
            "commune": Commune.objects.filter(pk__in=[found.get("commune_id")]).first(),
            "county": County.objects.filter(pk__in=[found.get("county_id")]).first(),
        }
    return {"commune": commune, "county": commune.county}


def _insist_unknown(organisation: Organisation) -> None:
    """Raise AlreadyKnown when another organisation has one of its numbers."""
    for field in NUMBERS:
        if number := getattr(organisation, field):
            same = Organisation.objects.filter(Q(**{field: number})).exclude(pk=organisation.pk)
            # An absorbed record stands for the one that stayed.
            others = [each.merged_into or each for each in same.select_related("merged_into")]
            if other := next((each for each in others if each.pk != organisation.pk), None):
                raise AlreadyKnown(other, field)


@transaction.atomic
def confirm(organisation: Organisation, *, actor: Actor, at: datetime) -> Organisation:
    """Staff checked the record against a register or a document; confirming it again renews the day."""
    before = organisation.verified_at
    organisation.verified_at, organisation.verified_by = at, actor.user
    verify(organisation, on=localdate(at))
    organisation.save(update_fields=["verified_at", "verified_by", "origins"])
    record(organisation, "confirm", actor=actor, at=at, before={"verified_at": before}, after={"verified_at": at})
    return organisation
