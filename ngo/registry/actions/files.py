"""Verbs over imports: a file looked at, tried, imported, taken back."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.audit.ledger import canonical, plain, record
from core.jobs.actions import enqueue
from core.tables.folding import fold
from ngo.registry.importing import COUNTS, Intake, Trial
from ngo.registry.matching import NUMBERS
from ngo.registry.models import Import, ImportChange, Source
from ngo.registry.readers.opened import open_file
from ngo.registry.readers.rows import Opened, Rejected, UnreadableFile
from ngo.registry.readers.table import COLUMNS
from ngo.registry.refusals import (
    BadColumns,
    Decided,
    NotDone,
    Overtaken,
)
from ngo.registry.undoing import Undoing

# Rows taken at once.
CHUNK = 1000
# What is called with the number of rows read and the share of the file that they are, 0–1.
Progress = Callable[[int, float], None]


def prepare_import(upload: UploadedFile, *, actor: Actor, at: datetime) -> Import:
    """Keep a file to be looked at: how it is taken, and a dry run by a job. Raises UnreadableFile for what is no list.

    A header that was imported before gets the columns that it had then.
    """
    name = upload.name or ""
    made = Import(file_name=name[-200:], imported_by=actor.user, started_at=at)
    _lay_out(made, open_file(cast(BinaryIO, upload.file), name, loose=True))
    upload.seek(0)
    return _keep(made, upload, actor=actor, at=at)


@transaction.atomic
def _keep(made: Import, upload: UploadedFile, *, actor: Actor, at: datetime) -> Import:
    before = Import.objects.filter(headings_key=made.headings_key, ordered_at__isnull=False, refusal="").first()
    if made.headings_key and before:
        made.layout["fields"] = before.layout["fields"]
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
    """Note that a file could not be read, so nothing was changed; where rows are in already, that it was cut off there."""
    if asked.read:
        return _stop(asked, str(refusal), actor=actor, at=at)
    asked.refusal, asked.finished_at = str(refusal), at
    asked.save(update_fields=["refusal", "finished_at"])
    record(asked, "refuse_import", actor=actor, at=at, after={"refusal": asked.refusal})
    return asked


def _stop(made: Import, why: str, *, actor: Actor, at: datetime) -> Import:
    made.stopped, made.finished_at = why, at
    made.save(update_fields=["stopped", "finished_at"])
    counts = {field: getattr(made, field) for field in COUNTS}
    record(made, "stop_import", actor=actor, at=at, after={**counts, "stopped": why})
    return made


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
    `progress` is called now and then.

    CHUNK rows go in at a time, so that others write in between; the file is read to its end before the first. Cut off in the
    middle, an import stays unfinished with what is in: asked for again (the same `asked`, or without one the same file) it
    goes on from there. Raises UnreadableFile; Overtaken when somebody else goes on with it, or has it taken back.
    """
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    made = (
        asked or _cut_off(digest) or Import(file_name=name[-200:], imported_by=actor.user, started_at=at, ordered_at=at)
    )
    opened = _opened(file, made)
    if not made.read and "read" not in made.trial:
        opened.check()
    if made.sha256 != digest:
        made.sha256, made.first = digest, []
        made.save(update_fields=["sha256", "first", "layout", "headings_key"] if made.pk else None)
    with closing(opened.rows), Intake(made, Source(opened.source), actor, at) as intake:
        _pass_over(opened, intake)
        _take(opened, intake, progress)
    return _finish(made, actor=actor, at=at)


def _cut_off(digest: str) -> Import | None:
    """The import of this very file that a command began and did not finish; one by a job goes on by its job."""
    return Import.objects.filter(sha256=digest, upload="", register="", finished_at=None).first()


@transaction.atomic
def _finish(made: Import, *, actor: Actor, at: datetime) -> Import:
    if not Import.objects.filter(pk=made.pk, finished_at=None).update(finished_at=at):
        raise Overtaken
    made.finished_at = at
    counts = {field: getattr(made, field) for field in COUNTS}
    after = {"file": made.file_name, "sha256": made.sha256, **counts}
    record(made, "import_file", actor=actor, at=at, after=after)
    if made.created or made.all_changed:
        enqueue("duplicates.search", key="all")
    return made


def try_file(
    file: BinaryIO,
    made: Import,
    *,
    actor: Actor,
    at: datetime,
    progress: Progress | None = None,
    rejected: Callable[[Import, Sequence[Rejected]], None] | None = None,
) -> dict[str, Any]:
    """What an import would do, without writing anything (see ngo.registry.importing.Trial.told); `made` stays as it is.

    `rejected` gets the rejected rows of each CHUNK with the counts so far. Raises UnreadableFile.
    """
    blank = Import(file_name=made.file_name, layout=made.layout)
    opened = _opened(file, blank)
    with closing(opened.rows), Trial(blank, Source(opened.source), actor, at, rejected=rejected) as trial:
        _take(opened, trial, progress)
    return trial.told()


def _opened(file: BinaryIO, made: Import) -> Opened:
    """The file with the layout that was chosen for it, or recognised now."""
    known = made.layout
    opened = open_file(file, made.file_name, sheet=known.get("sheet", ""), fields=known.get("fields", ()))
    if not known:
        _lay_out(made, opened)
    return opened


def _pass_over(opened: Opened, intake: Intake) -> None:
    """Rows that are in already are only remembered by their numbers."""
    left = intake.made.read
    while rows := list(islice(opened.rows, min(CHUNK, left))):
        intake.remember(rows)
        left -= len(rows)


def _take(opened: Opened, intake: Intake, progress: Progress | None) -> None:
    while rows := list(islice(opened.rows, CHUNK)):
        intake.take(rows)
        if progress:
            progress(intake.made.read, opened.share())


@transaction.atomic
def ask_to_undo(made: Import, *, reason: str, actor: Actor, at: datetime) -> Import:
    """Order an import to be taken back by a job; of two who order it one does. One under way or cut off ends with what is in.

    Raises NotDone for one that did not go in.
    """
    held = Import.objects.select_for_update().get(pk=made.pk)
    if held.is_under_way and not held.register:
        _stop(held, _("Wczytywanie przerwano, aby je cofnąć."), actor=actor, at=at)
    if not held.is_done:
        raise NotDone
    if _mark_undo(held, reason=reason, actor=actor, at=at):
        record(made, "ask_to_undo", actor=actor, at=at, reason=reason)
        enqueue("registry.undo_import", made.pk, key=made.public_id, actor=actor)
    made.refresh_from_db()
    return made


def _mark_undo(made: Import, *, reason: str, actor: Actor, at: datetime) -> int:
    mine = Import.objects.filter(pk=made.pk, undo_asked_at=None)
    return mine.update(undo_asked_at=at, undo_asked_by=actor.user, undo_reason=reason)


def undo_import(made: Import, *, reason: str, actor: Actor, at: datetime, progress: Progress | None = None) -> Import:
    """Take back what an import did, where nobody changed it since; each record is an entry, and the rest is told with why.

    Fields that still hold what the import wrote get their value before; earlier names that it made go with them. Records
    that it created are removed unless something was done with them since or hangs on them. CHUNK records are taken back at
    a time, from the last row on, so that others write in between; cut off in the middle, it goes on where it was. A second
    undo changes nothing. Raises NotDone for an import that did not go in.
    """
    made.refresh_from_db()
    if not made.is_done:
        raise NotDone
    if made.undone_at:
        return made
    _mark_undo(made, reason=reason, actor=actor, at=at)
    made.refresh_from_db()
    undoing = Undoing(made, reason, actor, at)
    total, done = made.changes.count(), made.changes.exclude(outcome="").count()
    last: tuple[int, int] | None = None
    while rows := _undo_next(undoing, last):
        last = (rows[-1].row, rows[-1].pk)
        done += len(rows)
        if progress:
            progress(done, done / total)
    return _end_undo(made, reason=reason, actor=actor, at=at)


@transaction.atomic
def _undo_next(undoing: Undoing, last: tuple[int, int] | None) -> list[ImportChange]:
    """Take the next changes back. Two who do it at once wait for one another and find different ones."""
    made = Import.objects.select_for_update().get(pk=undoing.made.pk)
    left = made.changes.filter(outcome="").order_by("-row", "-pk")
    if last:
        left = left.filter(Q(row__lt=last[0]) | Q(row=last[0], pk__lt=last[1]))
    rows = list(left[:CHUNK])
    if rows:
        undoing.take(rows)
    return rows


@transaction.atomic
def _end_undo(made: Import, *, reason: str, actor: Actor, at: datetime) -> Import:
    found = dict(made.changes.order_by().values_list("outcome").annotate(n=Count("pk")))
    counts = {name: found.get(name, 0) for name in ImportChange.Outcome.values}
    if Import.objects.filter(pk=made.pk, undone_at=None).update(undone_at=at, undo_counts=counts):
        record(made, "undo_import", actor=actor, at=at, after=counts, reason=reason)
    made.refresh_from_db()
    return made
