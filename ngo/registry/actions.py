"""Verbs over organisations: import a file, register, revise, confirm, ask to act for one, decide that request."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job
from ngo.registry.importing import Intake
from ngo.registry.models import Import, Source
from ngo.registry.readers.opened import open_file
from ngo.registry.readers.rows import UnreadableFile

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
