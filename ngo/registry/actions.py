"""Verbs over organisations: import, register, revise, confirm, refresh from a register, let people act for one."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import CharField, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job
from core.notices.actions import send
from core.signin.actions import grant_hat, invite
from core.signin.models import Invitation
from core.workflow.refusal import insist
from law.identity import cleaned, unknown_breaches
from ngo.registry.access import FLAGS, locked
from ngo.registry.hats import SIGNATORY
from ngo.registry.importing import Intake
from ngo.registry.matching import NUMBERS, earlier, index, label, ledgered, told
from ngo.registry.models import Commune, County, Import, Organisation, Representation, Source
from ngo.registry.provenance import note, verify
from ngo.registry.readers.opened import open_file
from ngo.registry.readers.rows import Record, Rejected, UnreadableFile
from ngo.registry.refusals import AlreadyKnown, Locked
from ngo.registry.registers.register import Answer
from ngo.registry.territory import Territory
from office.structure.access import is_staff

# Rows taken at once.
CHUNK = 1000
COUNTS = ("read", "created", "renamed", "changed", "unchanged", "rejected")


@transaction.atomic
def ask_for_import(upload: UploadedFile, *, actor: Actor, at: datetime) -> Job:
    """Keep a file and ask for its import by a job. Raises UnreadableFile at once for what is plainly no list."""
    name = upload.name or ""
    open_file(cast(BinaryIO, upload.file), name)
    upload.seek(0)
    asked = Import.objects.create(file_name=name[-200:], upload=upload, imported_by=actor.user, started_at=at)
    record(asked, "ask_for_import", actor=actor, at=at, after={"file": asked.file_name})
    return enqueue("registry.import", asked.pk, key=asked.public_id, actor=actor)


@transaction.atomic
def refuse_import(asked: Import, *, refusal: UnreadableFile, actor: Actor, at: datetime) -> Import:
    """Note that a file could not be read, so nothing was changed."""
    asked.refusal, asked.finished_at = str(refusal), at
    asked.save(update_fields=["refusal", "finished_at"])
    record(asked, "refuse_import", actor=actor, at=at, after={"refusal": asked.refusal})
    return asked


@transaction.atomic
def import_file(
    file: BinaryIO,
    *,
    name: str,
    actor: Actor,
    at: datetime,
    asked: Import | None = None,
    progress: Callable[[int], None] | None = None,
) -> Import:
    """Take over what a file says: all its good rows, or nothing when the file cannot be read.

    Returns the import with its counts: read = created + renamed + changed + unchanged + rejected. A row that cannot be
    taken is kept with its number and reason. A changed name becomes history of the same organisation. Importing the same
    file again changes nothing. `asked` is the import that was asked for with an upload; `progress` is called now and then
    with the number of rows read. Raises UnreadableFile.
    """
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    opened = open_file(file, name)
    made = asked or Import(file_name=name[-200:], imported_by=actor.user, started_at=at)
    made.sha256 = digest
    made.save()
    intake = Intake(made, Source(opened.source), actor, at)
    while rows := list(islice(opened.rows, CHUNK)):
        intake.take(rows)
        if progress:
            progress(made.read)
    made.finished_at = at
    made.save()
    counts = {field: getattr(made, field) for field in COUNTS}
    record(made, "import_file", actor=actor, at=at, after={"file": made.file_name, "sha256": digest, **counts})
    return made


@transaction.atomic
def register(values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Organisation:
    """Enter an organisation that the register does not know; `values` are fields of Organisation.

    Entered by staff it is confirmed at once. Declared by a person it waits for staff, unseen by the public, and that
    person may act for it: they write and submit offers, since a deadline cannot wait for the office; that they may sign
    for it is checked with the signed confirmation of the offer.
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


@transaction.atomic
def ask_to_represent(organisation: Organisation, *, actor: Actor, at: datetime) -> Representation:
    """Ask to act for an organisation that the register knew before; asking again returns the request that waits."""
    request, created = Representation.objects.get_or_create(
        organisation=organisation, user=actor.person, decided_at=None, defaults={"asked_at": at}
    )
    if created:
        after = {"user": actor.person.public_id}
        record(organisation, "ask_to_represent", actor=actor, at=at, after=after)
    return request


@transaction.atomic
def decide_request(
    request: Representation, *, granted: bool, reason: str, actor: Actor, at: datetime
) -> Representation:
    """Let a person act for an organisation, or not, and tell them; a request decided before stays as it was."""
    waits = Representation.objects.filter(pk=request.pk, decided_at=None)
    if not waits.update(decided_at=at, decided_by=actor.user, granted=granted):
        return Representation.objects.get(pk=request.pk)
    request.refresh_from_db()
    organisation = request.organisation
    after = {"user": request.user.public_id, "granted": granted}
    record(organisation, "decide_request", actor=actor, at=at, after=after, reason=reason)
    if granted:
        key, title = organisation.public_id, organisation.name
        grant_hat(request.user, SIGNATORY.code, key=key, title=title, actor=actor, at=at, reason=reason)
    context = {"organisation": organisation, "granted": granted, "reason": reason}
    link = reverse("organisation-page", args=[organisation.public_id])
    send(request.user, template="representation-decided", context=context, subject_obj=request, at=at, link=link)
    return request


@transaction.atomic
def invite_person(organisation: Organisation, *, email: str, kind: str, actor: Actor, at: datetime) -> Invitation:
    """Offer a person one of the organisation's hats by letter (core.signin)."""
    key, title = organisation.public_id, organisation.name
    return invite(email, kind, key=key, title=title, actor=actor, at=at)[0]


@transaction.atomic
def ask_for_refresh(organisation: Organisation, *, source: str, actor: Actor, at: datetime) -> Job:
    """Ask for what a register says of an organisation now, by a job; asking again while it runs returns the same job."""
    record(organisation, "ask_for_refresh", actor=actor, at=at, after={"register": source})
    return enqueue("registry.refresh_one", organisation.pk, key=organisation.public_id, actor=actor)


@transaction.atomic
def refresh(organisation: Organisation, answer: Answer | None, *, source: Source, actor: Actor, at: datetime) -> Import:
    """Take over what a register answered of one organisation, as an import of that one answer."""
    name = f"{source.label}: {organisation.register_line or organisation.name}"
    made = Import.objects.create(file_name=name[:200], register=source, imported_by=actor.user, started_at=at)
    take_answer(organisation, answer, made=made, actor=actor, at=at)
    return end_refresh(made, actor=actor, at=at)


@transaction.atomic
def begin_refresh(source: Source, *, actor: Actor, at: datetime) -> Import:
    """Begin to ask a register about many organisations; one that was cut off before its end goes on."""
    if going := Import.objects.filter(register=source, finished_at=None).first():
        return going
    made = Import.objects.create(file_name=str(source.label), register=source, imported_by=actor.user, started_at=at)
    record(made, "begin_refresh", actor=actor, at=at, after={"register": source})
    return made


@transaction.atomic
def take_answer(
    organisation: Organisation, answer: Answer | None, *, made: Import, actor: Actor, at: datetime
) -> Organisation:
    """Take over what the register of `made` answered of an organisation, the way a file is; None is an unknown number.

    An answer that tells nothing leaves the record as it was, but the attempt and its reason are kept. What the KRS confirms
    is verified as of the day of its answer.
    """
    known = Organisation.objects.select_for_update().get(pk=organisation.pk)
    told_by = Source(made.register)
    number = made.read + 1
    if answer is None:
        reason = _("%(register)s: nie ma tam numeru tej organizacji. Sprawdź numer albo czy nie została wykreślona.")
        answer = Rejected(number, reason % {"register": told_by.label}, known.register_line or known.regon or known.nip)
    row = replace(answer, row=number)
    intake = Intake(made, told_by, actor, at)
    intake.take([row])
    known.refresh_from_db()
    known.refreshed_at = at
    known.refresh_note = intake.rejected[0].reason[:500] if intake.rejected else ""
    if isinstance(row, Record) and told_by == Source.KRS and not intake.rejected:
        same = [field for field, value in (row.values | row.flags).items() if getattr(known, field) == value]
        note(known, same, told_by, on=row.on or localdate(at), verified=True)
        known.source_on = row.on or known.source_on
    known.save(update_fields=["refreshed_at", "refresh_note", "origins", "source_on"])
    made.save()
    return known


@transaction.atomic
def end_refresh(made: Import, *, actor: Actor, at: datetime, stopped: str = "") -> Import:
    """End the asking of a register; `stopped` says why it was not asked about all that were due."""
    made.finished_at, made.stopped = at, stopped
    made.save()
    counts = {field: getattr(made, field) for field in COUNTS}
    record(made, "end_refresh", actor=actor, at=at, after={"register": made.register, **counts, "stopped": stopped})
    return made
