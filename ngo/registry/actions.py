"""Verbs over organisations: import and take back, register, revise, confirm, refresh from a register; who acts for one."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import CharField, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.audit.ledger import canonical, plain, record
from core.jobs.actions import enqueue
from core.jobs.models import Job
from core.notices.actions import send
from core.signin.actions import grant_hat, invite, revoke_invitation, withdraw_hat
from core.signin.models import Invitation
from core.tables.folding import fold
from core.workflow.refusal import insist
from law.identity import cleaned, unknown_breaches
from ngo.registry.access import FLAGS, locked, signing
from ngo.registry.hats import ORGANISATION, SIGNATORY
from ngo.registry.importing import COUNTS, Intake, Trial
from ngo.registry.matching import NUMBERS, earlier, index, label, ledgered, told
from ngo.registry.models import Commune, County, Import, ImportChange, Organisation, Representation, Source
from ngo.registry.provenance import note, verify
from ngo.registry.readers.opened import open_file
from ngo.registry.readers.rows import Opened, Record, Rejected, UnreadableFile
from ngo.registry.readers.table import COLUMNS
from ngo.registry.refusals import (
    AlreadyKnown,
    BadColumns,
    Decided,
    LastSignatory,
    Locked,
    NoBasis,
    NoLongerActs,
    NotDone,
)
from ngo.registry.registers.register import Answer
from ngo.registry.representatives import is_left
from ngo.registry.territory import Territory
from ngo.registry.undoing import Undoing
from ngo.registry.verification import register_says
from office.structure.access import is_staff

# Rows taken at once.
CHUNK = 1000
# What is called with the number of rows read and the share of the file that they are, 0–1.
Progress = Callable[[int, float], None]


@transaction.atomic
def prepare_import(upload: UploadedFile, *, actor: Actor, at: datetime) -> Import:
    """Keep a file to be looked at: how it is taken, and a dry run by a job. Raises UnreadableFile for what is no list.

    A header that was imported before gets the columns that it had then.
    """
    name = upload.name or ""
    made = Import(file_name=name[-200:], imported_by=actor.user, started_at=at)
    _lay_out(made, open_file(cast(BinaryIO, upload.file), name, loose=True))
    before = Import.objects.filter(headings_key=made.headings_key, ordered_at__isnull=False, refusal="").first()
    if made.headings_key and before:
        made.layout["fields"] = before.layout["fields"]
    upload.seek(0)
    made.upload = upload
    made.save()
    record(made, "prepare_import", actor=actor, at=at, after={"file": made.file_name})
    _try_later(made, actor)
    return made


@transaction.atomic
def map_columns(made: Import, *, sheet: str = "", fields: Sequence[str], actor: Actor, at: datetime) -> Import:
    """Say what each column holds (a field of COLUMNS or ""), or choose another sheet; the dry run is made anew.

    A sheet that is not the one taken so far is recognised by itself. Raises Decided when the file was ordered in meanwhile,
    UnreadableFile for a sheet without a table, BadColumns when rows could not be told apart by what is chosen.
    """
    waiting = Import.objects.select_for_update().get(pk=made.pk)
    if not waiting.is_waiting:
        raise Decided
    if sheet and sheet != waiting.layout["sheet"]:
        with waiting.upload.open("rb") as file:
            _lay_out(waiting, open_file(cast(BinaryIO, file), waiting.file_name, sheet=sheet, loose=True))
    else:
        chosen = [field for field in fields if field]
        if len(fields) != len(waiting.layout["headings"]) or len(set(chosen)) != len(chosen):
            raise BadColumns(_("Każde pole może pochodzić tylko z jednej kolumny."))
        if not set(NUMBERS) & set(chosen) or not set(chosen) <= set(COLUMNS):
            raise BadColumns(
                _(
                    "Wskaż kolumnę z numerem KRS, NIP albo REGON: bez numeru nie wiadomo, o której organizacji jest wiersz."
                )
            )
        waiting.layout["fields"] = list(fields)
    waiting.trial = {}
    waiting.save()
    record(waiting, "map_columns", actor=actor, at=at, after={"fields": waiting.layout["fields"]})
    _try_later(waiting, actor)
    return waiting


def _lay_out(made: Import, opened: Opened) -> None:
    headings = [fold(each) for each in opened.layout.headings]
    made.layout = plain(asdict(opened.layout))
    made.first = plain(opened.first)
    made.headings_key = hashlib.sha256(canonical(headings)).hexdigest() if headings else ""


def _try_later(made: Import, actor: Actor) -> None:
    """A dry run of this layout; one of another layout may still be under way."""
    layout = hashlib.sha256(canonical(made.layout)).hexdigest()[:16]
    enqueue("registry.try_import", made.pk, layout, key=f"{made.public_id}:{layout}", actor=actor)


@transaction.atomic
def keep_trial(made: Import, told: Mapping[str, Any], *, layout: str, actor: Actor, at: datetime) -> Import:
    """Keep what a dry run told, unless the columns were changed or the file was ordered in meanwhile."""
    waiting = Import.objects.select_for_update().get(pk=made.pk)
    if waiting.is_waiting and hashlib.sha256(canonical(waiting.layout)).hexdigest().startswith(layout):
        waiting.trial = dict(told)
        waiting.save(update_fields=["trial"])
        counts = {name: told[name] for name in COUNTS if name in told}
        record(waiting, "try_import", actor=actor, at=at, after=counts)
    return waiting


@transaction.atomic
def ask_for_import(made: Import, *, actor: Actor, at: datetime) -> Import:
    """Order a file that was looked at to be imported by a job; ordering it again changes nothing."""
    asked = Import.objects.filter(pk=made.pk, ordered_at=None, finished_at=None).update(ordered_at=at, first=[])
    made.refresh_from_db()
    if asked:
        record(made, "ask_for_import", actor=actor, at=at, after={"file": made.file_name})
        enqueue("registry.import", made.pk, key=made.public_id, actor=actor)
    return made


@transaction.atomic
def drop_import(made: Import, *, actor: Actor, at: datetime) -> None:
    """Forget a file that was only looked at, with its content. Raises Decided when it was ordered in meanwhile."""
    waiting = Import.objects.select_for_update().get(pk=made.pk)
    if not waiting.is_waiting:
        raise Decided
    record(waiting, "drop_import", actor=actor, at=at, before={"file": waiting.file_name})
    storage, path = waiting.upload.storage, waiting.upload.name or ""
    waiting.delete()
    transaction.on_commit(lambda: storage.delete(path))


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
    progress: Progress | None = None,
) -> Import:
    """Take over what a file says: all its good rows, or nothing when the file cannot be read.

    Returns the import with its counts: read = created + renamed + changed + unchanged + rejected. A row that cannot be
    taken is kept with its number and reason. A changed name becomes history of the same organisation. Importing the same
    file again changes nothing. `asked` is the import that was asked for with an upload, whose columns were looked at;
    `progress` is called now and then. Raises UnreadableFile.
    """
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    made = asked or Import(file_name=name[-200:], imported_by=actor.user, started_at=at, ordered_at=at)
    opened = _opened(file, made)
    made.sha256, made.first = digest, []
    made.save()
    _take(opened, Intake(made, Source(opened.source), actor, at), progress)
    made.finished_at = at
    made.save()
    counts = {field: getattr(made, field) for field in COUNTS}
    record(made, "import_file", actor=actor, at=at, after={"file": made.file_name, "sha256": digest, **counts})
    return made


def try_file(file: BinaryIO, made: Import, *, actor: Actor, at: datetime, progress: Progress) -> dict[str, Any]:
    """What an import would do, without doing it (see ngo.registry.importing.Trial.told); `made` stays as it is.

    Raises UnreadableFile.
    """
    blank = Import(file_name=made.file_name, layout=made.layout)
    opened = _opened(file, blank)
    trial = Trial(blank, Source(opened.source), actor, at)
    _take(opened, trial, progress)
    return trial.told()


def _opened(file: BinaryIO, made: Import) -> Opened:
    """The file with the layout that was chosen for it, or recognised now."""
    known = made.layout
    opened = open_file(file, made.file_name, sheet=known.get("sheet", ""), fields=known.get("fields", ()))
    if not known:
        _lay_out(made, opened)
    return opened


def _take(opened: Opened, intake: Intake, progress: Progress | None) -> None:
    while rows := list(islice(opened.rows, CHUNK)):
        intake.take(rows)
        if progress:
            progress(intake.made.read, opened.share())


@transaction.atomic
def ask_to_undo(made: Import, *, reason: str, actor: Actor, at: datetime) -> Import:
    """Order an import to be taken back by a job; of two who order it one does. Raises NotDone for one that did not go in."""
    if not made.is_done:
        raise NotDone
    mine = Import.objects.filter(pk=made.pk, undo_asked_at=None)
    asked = mine.update(undo_asked_at=at, undo_asked_by=actor.user, undo_reason=reason)
    made.refresh_from_db()
    if asked:
        record(made, "ask_to_undo", actor=actor, at=at, reason=reason)
        enqueue("registry.undo_import", made.pk, key=made.public_id, actor=actor)
    return made


@transaction.atomic
def undo_import(made: Import, *, reason: str, actor: Actor, at: datetime, progress: Progress | None = None) -> Import:
    """Take back what an import did, where nobody changed it since; each record is an entry, and the rest is told with why.

    Fields that still hold what the import wrote get their value before; earlier names that it made go with them. Records
    that it created are removed unless something was done with them since or hangs on them. A second undo changes nothing.
    Raises NotDone for an import that did not go in.
    """
    mine = Import.objects.filter(pk=made.pk, finished_at__isnull=False, refusal="", undone_at=None)
    if not mine.update(undone_at=at):
        made.refresh_from_db()
        if not made.is_done:
            raise NotDone
        return made
    made.refresh_from_db()
    undoing = Undoing(made, reason, actor, at)
    changes, done = made.changes.order_by("-row", "-pk"), 0
    total = changes.count()
    last: tuple[int, int] | None = None
    while rows := list(_after(changes, last)[:CHUNK]):
        undoing.take(rows)
        last = (rows[-1].row, rows[-1].pk)
        done += len(rows)
        if progress:
            progress(done, done / total)
    made.undo_counts = undoing.counts
    made.save(update_fields=["undo_counts"])
    record(made, "undo_import", actor=actor, at=at, after=undoing.counts, reason=reason)
    return made


def _after(changes: QuerySet[ImportChange], last: tuple[int, int] | None) -> QuerySet[ImportChange]:
    return changes if last is None else changes.filter(Q(row__lt=last[0]) | Q(row=last[0], pk__lt=last[1]))


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
def ask_to_represent(organisation: Organisation, *, actor: Actor, at: datetime, basis: str = "") -> Representation:
    """Ask to act for an organisation that the register knew before; asking again returns the request that waits.

    The first representative is let in at once when a register gives the very address of their account (see
    ngo.registry.verification); anything else waits for staff. Where people acted and nobody signs any more it is a
    takeover: staff decide it on the document named in `basis`. Raises NoBasis for a takeover without it.
    """
    _locked(organisation)
    takeover = is_left(organisation)
    waiting = Representation.objects.filter(organisation=organisation, user=actor.person, decided_at=None).first()
    if waiting:
        return waiting
    if takeover and not basis:
        raise NoBasis
    request = Representation.objects.create(
        organisation=organisation, user=actor.person, asked_at=at, takeover=takeover, basis=basis
    )
    after = {"user": actor.person.public_id, "takeover": takeover}
    record(organisation, "ask_to_represent", actor=actor, at=at, after=after)
    found = register_says(request)
    if found.certain:
        return decide_request(request, granted=True, reason=found.reason, actor=system("zgodność z rejestrem"), at=at)
    return request


@transaction.atomic
def decide_request(
    request: Representation, *, granted: bool, reason: str, actor: Actor, at: datetime
) -> Representation:
    """Let a person act for an organisation, or not, and tell them; a request decided before stays as it was.

    Refusing the person who declared the organisation takes their role away. A takeover is told to all who acted before.
    """
    _locked(request.organisation)
    waits = Representation.objects.filter(pk=request.pk, decided_at=None)
    if not waits.update(decided_at=at, decided_by=actor.user, granted=granted):
        return Representation.objects.get(pk=request.pk)
    request.refresh_from_db()
    organisation = request.organisation
    after = {"user": request.user.public_id, "granted": granted, "takeover": request.takeover}
    record(organisation, "decide_request", actor=actor, at=at, after=after, reason=reason)
    own = Hat.objects.worn().filter(user=request.user, key=organisation.public_id, kind__in=ORGANISATION)
    if granted:
        before = _people_before(organisation) if request.takeover else []
        key, title = organisation.public_id, organisation.name
        signs = grant_hat(request.user, SIGNATORY.code, key=key, title=title, actor=actor, at=at, reason=reason)
        # Who read or wrote for it before does all that in the new role.
        for hat in own.exclude(pk=signs.pk):
            withdraw_hat(hat, actor=actor, at=at, reason=reason)
        _tell_of_takeover(organisation, [each for each in before if each != request.user], reason=reason, at=at)
    elif request.declared:
        for hat in own:
            withdraw_hat(hat, actor=actor, at=at, reason=reason)
    context = {"organisation": organisation, "granted": granted, "reason": reason}
    link = reverse("organisation-page", args=[organisation.public_id])
    # A refused organisation that declared itself is nobody's page to open.
    link = link if granted or not request.declared else ""
    send(request.user, template="representation-decided", context=context, subject_obj=request, at=at, link=link)
    return request


def _locked(organisation: Organisation) -> Organisation:
    """The row, held until the transaction ends: roles of one organisation change one after another."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _acted(organisation: Organisation) -> QuerySet[Hat]:
    return Hat.objects.filter(key=organisation.public_id, kind__in=ORGANISATION)


def _people_before(organisation: Organisation) -> list[User]:
    """Everyone with an open account who acts or acted for an organisation."""
    return list(User.objects.filter(pk__in=_acted(organisation).values("user"), is_active=True).order_by("pk"))


def _tell_of_takeover(organisation: Organisation, people: list[User], *, reason: str, at: datetime) -> None:
    """A letter to each; who took over is not named, since it goes to people outside by now."""
    context = {"organisation": organisation, "reason": reason}
    for person in people:
        send(person, template="organisation-taken-over", context=context, subject_obj=organisation, at=at)


@transaction.atomic
def invite_person(organisation: Organisation, *, email: str, kind: str, actor: Actor, at: datetime) -> Invitation:
    """Offer a person one of the organisation's hats by letter (core.signin)."""
    key, title = organisation.public_id, organisation.name
    _insist_acting(actor)
    record(organisation, "invite_person", actor=actor, at=at, after={"kind": kind})
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
        same = [field for field, value in row.told.items() if getattr(known, field) == value]
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


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Actor, at: datetime) -> Invitation:
    """Take an invitation back; one that is over stays as it was."""
    revoked = revoke_invitation(invitation, actor=actor, at=at)
    if revoked.revoked_at == at:
        organisation = Organisation.objects.get(public_id=invitation.key)
        record(organisation, "withdraw_invitation", actor=actor, at=at, before={"kind": invitation.kind})
    return revoked


@transaction.atomic
def change_role(hat: Hat, *, kind: str, actor: Actor, at: datetime, leaves_nobody: bool = False) -> Hat:
    """Give a person another of the organisation's roles in place of the one they wear; the same role changes nothing.

    Gives the hat worn afterwards. Raises LastSignatory unless `leaves_nobody` says it is known that nobody signs then,
    NoLongerActs when the actor's or the person's own role was gone a moment before.
    """
    organisation = _locked(Organisation.objects.get(public_id=hat.key))
    _insist_acting(actor)
    if not Hat.objects.worn().filter(pk=hat.pk).exists():
        raise NoLongerActs
    if kind == hat.kind:
        return hat
    if kind != SIGNATORY.code:
        _insist_somebody_signs(organisation, hat.user, leaves_nobody=leaves_nobody)
    withdraw_hat(hat, actor=actor, at=at)
    after = {"kind": kind, "user": hat.user.public_id}
    record(organisation, "change_role", actor=actor, at=at, before={"kind": hat.kind}, after=after)
    given = grant_hat(hat.user, kind, key=hat.key, title=organisation.name, actor=actor, at=at)
    context = {"organisation": organisation, "hat": hat, "given": given, "reason": ""}
    send(hat.user, template="role-changed", context=context, subject_obj=organisation, at=at)
    return given


@transaction.atomic
def withdraw_role(hat: Hat, *, reason: str, actor: Actor, at: datetime, leaves_nobody: bool = False) -> Hat:
    """Take a person's role in an organisation away, and tell them why; a role gone before stays as it was.

    Raises LastSignatory unless `leaves_nobody` says it is known that nobody signs then, NoLongerActs when the actor's own
    role was gone a moment before.
    """
    organisation = _locked(Organisation.objects.get(public_id=hat.key))
    _insist_acting(actor)
    if not Hat.objects.worn().filter(pk=hat.pk).exists():
        return hat
    _insist_somebody_signs(organisation, hat.user, leaves_nobody=leaves_nobody)
    withdraw_hat(hat, actor=actor, at=at, reason=reason)
    before = {"kind": hat.kind, "user": hat.user.public_id}
    record(organisation, "withdraw_role", actor=actor, at=at, before=before, reason=reason)
    context = {"organisation": organisation, "hat": hat, "given": None, "reason": reason}
    send(hat.user, template="role-changed", context=context, subject_obj=organisation, at=at)
    return hat


@transaction.atomic
def leave(organisation: Organisation, *, actor: Actor, at: datetime, leaves_nobody: bool = False) -> None:
    """Stop acting for an organisation, in every role; leaving again changes nothing.

    Raises LastSignatory unless `leaves_nobody` says it is known that nobody signs then.
    """
    _locked(organisation)
    worn = list(_acted(organisation).filter(user=actor.person, withdrawn_at=None).select_related("user"))
    if not worn:
        return
    _insist_somebody_signs(organisation, actor.person, leaves_nobody=leaves_nobody)
    for hat in worn:
        withdraw_hat(hat, actor=actor, at=at)
    before = {"kinds": sorted(hat.kind for hat in worn), "user": actor.person.public_id}
    record(organisation, "leave_organisation", actor=actor, at=at, before=before)


def _insist_acting(actor: Actor) -> None:
    """Raise NoLongerActs when the hat in which the request came was withdrawn meanwhile."""
    if actor.hat is not None and not Hat.objects.worn().filter(pk=actor.hat.pk).exists():
        raise NoLongerActs


def _insist_somebody_signs(organisation: Organisation, without: User, *, leaves_nobody: bool) -> None:
    """Raise LastSignatory when only this person signs."""
    sign = set(signing(organisation).values_list("user", flat=True))
    if sign == {without.pk} and not leaves_nobody:
        raise LastSignatory
