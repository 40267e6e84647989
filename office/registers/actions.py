"""Verbs over registers: enter, revise, cancel an entry; take many over from a table; add and remove its files."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import Change, record, record_many, sealed
from core.files.check import check
from core.files.kinds import ODS, TEXTS, XLSX
from office.registers.models import Cell, Entry, EntryFile, KnownField, Series
from office.registers.refusals import CancelledEntry, StaleEntry, WrongEntry
from office.registers.schema import Register, registers
from office.registers.values import kept, keys, next_due, problems, with_terms, words
from office.structure.queries import units_to_serve

KINDS = (*TEXTS, XLSX, ODS)


@transaction.atomic
def enter(register: Register, values: Mapping[str, Any], *, once: str = "", actor: Actor, at: datetime) -> Entry:
    """Put an entry into a register under its next number; terms that nobody gave are counted.

    `once` names the form: sent twice it gives the same entry. Raises WrongEntry.
    """
    made, before = _entered(register, [(once, values)], at=at)
    if made:
        record(
            made[0], "enter_entry", actor=actor, at=at, after=_told(register, made[0].particulars, sign=made[0].sign)
        )
    return (made or before)[0]


@transaction.atomic
def take_over(
    register: Register, rows: Sequence[tuple[str, Mapping[str, Any]]], *, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Enter many rows of a table, each with the name that makes it one entry however often the table comes.

    All or nothing. Gives how many were entered, and how many had been before. Raises WrongEntry.
    """
    made, before = _entered(register, rows, at=at)
    if made:
        changes = [
            Change(entry, "enter_entry", after=_told(register, entry.particulars, sign=entry.sign)) for entry in made
        ]
        record_many(f"register-import:{made[0].public_id}", changes, actor=actor, at=at)
    return len(made), len(before)


def _entered(
    register: Register, rows: Sequence[tuple[str, Mapping[str, Any]]], *, at: datetime
) -> tuple[list[Entry], list[Entry]]:
    """New entries, numbered without gaps under the lock of the series, and those that had been entered before."""
    day = localdate(at)
    Series.objects.get_or_create(register=register.code, year=day.year)
    series = Series.objects.select_for_update().get(register=register.code, year=day.year)
    names = [once for once, _values in rows if once]
    known = {each.once: each for each in Entry.objects.filter(register=register.code, once__in=names)}
    units = dict(units_to_serve())
    made: list[Entry] = []
    for once, values in rows:
        if once in known:
            continue
        entry = Entry(
            register=register.code,
            year=day.year,
            number=series.last + len(made) + 1,
            sign=f"{register.prefix}/{series.last + len(made) + 1}/{day.year}",
            once=once or None,
            entered_at=at,
        )
        _write(entry, register, values, units)
        made.append(entry)
    Entry.objects.bulk_create(made)
    Cell.objects.bulk_create([cell for entry in made for cell in _cells(entry, register)])
    Series.objects.filter(pk=series.pk).update(last=series.last + len(made))
    _remember(register)
    return made, list(known.values())


def _write(
    entry: Entry,
    register: Register,
    values: Mapping[str, Any],
    units: Mapping[str, str],
    personal: Collection[str] = (),
) -> None:
    """Put values into an entry with all that follows from them; `personal` are fields that were so before. Raises WrongEntry."""
    own = with_terms(register, {field.code: kept(values.get(field.code)) for field in register.fields})
    if found := list(problems(register, own)):
        raise WrongEntry(found)
    # What a field that the file no longer has said stays.
    entry.particulars = {**entry.particulars, **own}
    entry.title = str(own[register.heading])[:200] if own.get(register.heading) else entry.sign
    entry.search_text = words(register.searched, own, units)
    entry.due_on = next_due(register, own)
    entry.public_from = _day(own, register.public_from)
    start = _day(own, register.retention.start) if register.retention else None
    entry.counted_from = start or localdate(entry.entered_at)
    hidden = {*personal, *(field.code for field in register.fields if field.personal)}
    entry.personal = any(entry.particulars.get(code) is not None for code in hidden)


def _day(values: Mapping[str, Any], code: str) -> date | None:
    day = values.get(code)
    return date.fromisoformat(day) if day else None


def _cells(entry: Entry, register: Register) -> list[Cell]:
    return [
        Cell(entry=entry, register=register.code, field=field.code, key=key)
        for field in register.fields
        if field.filterable
        for key in keys(field, entry.particulars.get(field.code))
    ]


def _remember(register: Register) -> None:
    """Keep what the file says of its fields, for the day when it says it no more."""
    known = {each.code: each for each in KnownField.objects.filter(register=register.code)}
    changed = []
    for field in register.fields:
        now_said = {
            "label": field.label[:200],
            "kind": field.kind,
            "options": [list(option) for option in field.options],
            # What was once personal is never forgotten to be so.
            "personal": field.personal or (field.code in known and known[field.code].personal),
            "visibility": field.visibility,
        }
        row = known.get(field.code)
        if row is None or any(getattr(row, name) != value for name, value in now_said.items()):
            changed.append(KnownField(register=register.code, code=field.code, **now_said))
    if changed:
        KnownField.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["register", "code"],
            update_fields=["label", "kind", "options", "personal", "visibility"],
        )


def _told(register: Register, values: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Values as the ledger keeps them: personal ones and long texts sealed, without the empty ones."""
    hidden = {field.code for field in register.fields if field.personal or field.kind == "text"}
    told = {
        code: sealed(str(value)) if code in hidden else value for code, value in values.items() if value is not None
    }
    return {**more, **told}


@transaction.atomic
def revise(entry: Entry, values: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime) -> Entry:
    """Change an entry that was read at a revision; the same values again change nothing.

    Raises WrongEntry, StaleEntry, CancelledEntry.
    """
    known, register = _locked(entry), registers()[entry.register]
    before = dict(known.particulars)
    personal = KnownField.objects.filter(register=register.code, personal=True).values_list("code", flat=True)
    _write(known, register, values, dict(units_to_serve()), personal)
    new = {code: value for code, value in known.particulars.items() if value != before.get(code)}
    if not new:
        return known
    if known.revision != revision:
        raise StaleEntry
    known.revision += 1
    known.save()
    Cell.objects.filter(entry=known).delete()
    Cell.objects.bulk_create(_cells(known, register))
    _remember(register)
    old = {code: before.get(code) for code in new}
    record(known, "revise", actor=actor, at=at, before=_told(register, old), after=_told(register, new))
    return known


def _locked(entry: Entry) -> Entry:
    known = Entry.objects.select_for_update().get(pk=entry.pk)
    if known.cancelled_at:
        raise CancelledEntry
    return known


@transaction.atomic
def cancel(entry: Entry, *, reason: str, actor: Actor, at: datetime) -> Entry:
    """Cancel an entry: its number stays, its terms end. Cancelling again changes nothing."""
    if Entry.objects.filter(pk=entry.pk, cancelled_at=None).update(cancelled_at=at):
        entry.cancelled_at = at
        record(entry, "cancel_entry", actor=actor, at=at, after={"sign": entry.sign}, reason=reason)
    return entry


def attach(entry: Entry, *, file: UploadedFile, actor: Actor, at: datetime) -> EntryFile:
    """Keep a file of an entry; the same file again gives the one kept. Raises RefusedFile, CancelledEntry.

    The file is checked before the transaction begins: a scanner may take seconds, and no other writer waits for it.
    """
    found = check(cast(BinaryIO, file.file), file.name or "", kinds=KINDS, max_mb=settings.UPLOAD_MAX_MB)
    with transaction.atomic():
        known = _locked(entry)
        same = known.files.filter(sha256=found.sha256, removed_at=None).first()
        if same:
            return same
        row = EntryFile(
            entry=known,
            name=found.name,
            mime=found.kind.mime,
            size=found.size,
            sha256=found.sha256,
            added_at=at,
        )
        row.file = default_storage.save(f"registers/{known.public_id}/{row.public_id}{found.kind.suffix}", file)
        row.save(force_insert=True)
        record(known, "attach_file", actor=actor, at=at, after={"file": row.public_id, "sha256": row.sha256})
    return row


@transaction.atomic
def remove_file(file: EntryFile, *, actor: Actor, at: datetime) -> EntryFile:
    """Remove a file of an entry with its bytes; removing it again changes nothing. Raises CancelledEntry."""
    known = _locked(file.entry)
    if EntryFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        file.removed_at = at
        path = file.file
        transaction.on_commit(lambda: default_storage.delete(path))
        record(known, "remove_file", actor=actor, at=at, after={"file": file.public_id, "sha256": file.sha256})
    return file
