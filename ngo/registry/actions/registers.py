"""Verbs over what registers tell: asked for, taken over answer by answer, a run begun and ended."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job
from ngo.registry.importing import COUNTS, Intake
from ngo.registry.models import Import, Organisation, Source
from ngo.registry.provenance import note
from ngo.registry.readers.rows import Record, Rejected
from ngo.registry.registers.register import Answer


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
    with Intake(made, told_by, actor, at) as intake:
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
