"""Verbs over correspondence: read an e-mail in, register, revise, decree, hand over, take, answer, close, reopen, cancel; files."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.accounts.models import Hat, User
from core.audit.ledger import record, sealed
from core.files.check import Checked, check
from core.files.kinds import ODS, TEXTS, XLSX
from core.files.refusals import RefusedFile
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from law.correspondence import answer_due
from office.correspondence.models import Decree, Intake, Letter, LetterFile, Purpose, search_key
from office.correspondence.readers import read
from office.correspondence.refusals import (
    AnsweredOtherDay,
    DueBeforeReceipt,
    LetterOver,
    MailRegistered,
    NoKeepingUnit,
    ReceivedLater,
    StaleLetter,
    WrongPerson,
)
from office.correspondence.states import OPEN
from office.registers.models import Series
from office.structure.hats import HEAD
from office.structure.models import Unit
from office.structure.queries import own_unit, works_in

KINDS = (*TEXTS, XLSX, ODS)
SERIES, PREFIX = "korespondencja", "RPW"
# What a letter is entered with and may be changed in.
FIELDS = (
    "received_on",
    "channel",
    "sender",
    "sender_contact",
    "matter",
    "text",
    "addressee",
    "kind",
    "due_on",
    "case",
)


def read_mail(file: UploadedFile, *, actor: Actor, at: datetime) -> Intake:
    """Read an e-mail in, with the files it carries; it waits for its form. Raises RefusedFile, MailRegistered.

    A file that may not be kept is left out with the reason. All is checked before the transaction begins.
    """
    mail = read(file)
    kept: list[tuple[Checked, bytes]] = []
    left_out = []
    for each in mail.files:
        try:
            kept.append((_checked(BytesIO(each.content), each.name), each.content))
        except RefusedFile as refusal:
            left_out.append({"name": each.name[:120], "why": str(refusal)})
    with transaction.atomic():
        known = Letter.objects.filter(mail_sha256=mail.sha256).first()
        if known:
            raise MailRegistered(known.sign)
        intake = Intake.objects.create(
            user=actor.person,
            read_at=at,
            sha256=mail.sha256,
            sender=mail.sender,
            sender_contact=mail.address,
            matter=mail.subject,
            sent_on=mail.sent_on,
            text=mail.text,
            left_out=left_out,
        )
        for found, content in kept:
            row = _file(found, at, intake=intake)
            row.file = default_storage.save(_path(intake.public_id, row, found), ContentFile(content))
            row.save(force_insert=True)
        record(intake, "read_mail", actor=actor, at=at, after={"sha256": mail.sha256, "files": len(kept)})
    return intake


def _checked(file: BinaryIO, name: str) -> Checked:
    return check(file, name, kinds=KINDS, max_mb=settings.UPLOAD_MAX_MB)


def _file(found: Checked, at: datetime, **of: Any) -> LetterFile:
    return LetterFile(name=found.name, mime=found.kind.mime, size=found.size, sha256=found.sha256, added_at=at, **of)


def _path(folder: str, row: LetterFile, found: Checked) -> str:
    return f"letters/{folder}/{row.public_id}{found.kind.suffix}"


def register(
    values: Mapping[str, Any],
    *,
    file: UploadedFile | None = None,
    intake: Intake | None = None,
    once: str = "",
    actor: Actor,
    at: datetime,
) -> Letter:
    """Register a letter under the next number of the year, with the term of its kind unless one is given.

    `once` names the form: sent twice it gives the same letter. `intake` is the e-mail it was read from.
    Raises NoKeepingUnit, ReceivedLater, DueBeforeReceipt, MailRegistered, RefusedFile.
    """
    found = _checked(cast(BinaryIO, file.file), file.name or "") if file else None
    with transaction.atomic():
        day = localdate(at)
        Series.objects.get_or_create(register=SERIES, year=day.year)
        series = Series.objects.select_for_update().get(register=SERIES, year=day.year)
        if once and (first := Letter.objects.filter(once=once).first()):
            return first
        unit = own_unit(actor)
        if unit is None or unit.code not in settings.OFFICE["correspondence"]["units"]:
            raise NoKeepingUnit
        if intake and (known := Letter.objects.filter(mail_sha256=intake.sha256).first()):
            raise MailRegistered(known.sign)
        number = series.last + 1
        letter = Letter(
            year=day.year,
            number=number,
            sign=f"{PREFIX}/{number}/{day.year}",
            unit=unit,
            once=once or None,
            mail_sha256=intake.sha256 if intake else None,
            entered_at=at,
            entered_by=actor.user,
        )
        _write(letter, values, day)
        letter.save(force_insert=True)
        Series.objects.filter(pk=series.pk).update(last=number)
        record(letter, "register_letter", actor=actor, at=at, after={"sign": letter.sign, **_told(letter, FIELDS)})
        if intake:
            Intake.objects.filter(pk=intake.pk).update(letter=letter)
            LetterFile.objects.filter(intake=intake).update(letter=letter)
        if file and found:
            _keep(letter, file, found, Purpose.LETTER, actor, at)
    return letter


def _write(letter: Letter, values: Mapping[str, Any], day: date) -> None:
    """Put values into a letter, with its term and what it is searched by. Raises ReceivedLater, DueBeforeReceipt."""
    for name in FIELDS:
        if name in values:
            setattr(letter, name, values[name])
    if letter.received_on > day:
        raise ReceivedLater(letter.received_on)
    if not values.get("due_on"):
        practice = int(settings.OFFICE["correspondence"]["answer_working_days"])
        letter.due_on = answer_due(letter.kind, letter.received_on, practice_days=practice)
    if letter.due_on < letter.received_on:
        raise DueBeforeReceipt(letter.due_on, letter.received_on)
    letter.search_key = search_key(letter.sign, letter.sender, letter.sender_contact, letter.matter)


def _told(letter: Letter, names: Iterable[str]) -> dict[str, Any]:
    """What the ledger says of a letter: personal values sealed, without the empty ones."""
    told = {name: getattr(letter, name) for name in names}
    return {
        name: sealed(str(value)) if name in Letter.PERSONAL_FIELDS else value for name, value in told.items() if value
    }


@transaction.atomic
def revise(letter: Letter, values: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime) -> Letter:
    """Change what was registered, read at a revision; the same again changes nothing.

    Raises LetterOver, StaleLetter, ReceivedLater, DueBeforeReceipt.
    """
    hold(letter)
    if letter.state not in OPEN:
        raise LetterOver
    before = {name: getattr(letter, name) for name in FIELDS}
    old = _told(letter, FIELDS)
    _write(letter, values, localdate(at))
    changed = [name for name in FIELDS if getattr(letter, name) != before[name]]
    if not changed:
        return letter
    if letter.revision != revision:
        raise StaleLetter
    letter.revision += 1
    letter.save(update_fields=[*changed, "search_key", "revision"])
    after = _told(letter, changed)
    record(letter, "revise_letter", actor=actor, at=at, before={n: old.get(n) for n in changed}, after=after)
    return letter


@transaction.atomic
def decree(
    letter: Letter,
    *,
    unit: Unit,
    person: User | None,
    instruction: str = "",
    decreed_by: str = "",
    actor: Actor,
    at: datetime,
) -> Letter:
    """Give a letter to a unit or a person with an instruction; a later decree replaces it, the earlier ones stay readable.

    `decreed_by` is the post that decided. The same decree again changes nothing. Raises WrongPerson, NotPossible.
    """
    hold(letter)
    if person is not None and not works_in(person, unit):
        raise WrongPerson
    said = {"unit": unit, "person": person, "instruction": instruction, "decreed_by": decreed_by}
    newest = letter.decrees.first()
    if newest and made(letter, "decree") and all(getattr(newest, name) == value for name, value in said.items()):
        return letter
    note = {"to": unit.code, "instruction": sealed(instruction), "decreed_by": decreed_by}
    advance(
        letter,
        "decree",
        actor=actor,
        at=at,
        note=note,
        unit_to=unit,
        person_to=person,
        handed_at=None,
        taken_at=None,
        taken_by=None,
    )
    Decree.objects.create(letter=letter, entered_by=actor.user, entered_at=at, **said)
    return letter


@transaction.atomic
def hand_over(letter: Letter, *, actor: Actor, at: datetime) -> Letter:
    """Hand a decreed letter over and tell its person, or the heads of its unit; again changes nothing. Raises NotPossible."""
    hold(letter)
    if made(letter, "hand_over"):
        return letter
    advance(letter, "hand_over", actor=actor, at=at, handed_at=at)
    for user in _told_of(letter):
        send(
            user,
            template="letter-handed",
            context={"letter": letter, "address": settings.SITE_ADDRESS.rstrip("/")},
            subject_obj=letter,
            at=at,
            link=reverse("letter", args=[letter.public_id]),
        )
    return letter


def _told_of(letter: Letter) -> list[User]:
    if letter.person_to or letter.unit_to is None:
        return [letter.person_to] if letter.person_to else []
    heads = Hat.objects.worn().filter(kind=HEAD.code, key=letter.unit_to.code, user__is_active=True)
    return list(User.objects.filter(pk__in=heads.values("user")).order_by("pk"))


@transaction.atomic
def take(letter: Letter, *, actor: Actor, at: datetime) -> Letter:
    """Confirm that a handed letter was received; again changes nothing. Raises NotPossible."""
    hold(letter)
    if not made(letter, "take"):
        advance(letter, "take", actor=actor, at=at, taken_at=at, taken_by=actor.user)
    return letter


def answer(
    letter: Letter, *, answered_on: date, channel: str, file: UploadedFile | None = None, actor: Actor, at: datetime
) -> Letter:
    """Note that an answer was sent on a day by a channel, and keep its file; the same again changes nothing.

    Raises AnsweredOtherDay, NotPossible, RefusedFile.
    """
    found = _checked(cast(BinaryIO, file.file), file.name or "") if file else None
    with transaction.atomic():
        hold(letter)
        said: dict[str, Any] = {"answered_on": answered_on, "answer_channel": channel}
        if made(letter, "answer", **said):
            return letter
        if not letter.received_on <= answered_on <= localdate(at):
            raise AnsweredOtherDay(letter.received_on)
        advance(letter, "answer", actor=actor, at=at, over_at=at, **said)
        if file and found:
            _keep(letter, file, found, Purpose.ANSWER, actor, at)
    return letter


@transaction.atomic
def close(letter: Letter, *, reason: str, actor: Actor, at: datetime) -> Letter:
    """Close a letter without an answer, with the reason; the same again changes nothing. Raises NotPossible."""
    hold(letter)
    if not made(letter, "close", reason=reason):
        advance(letter, "close", actor=actor, at=at, reason=reason, over_at=at)
    return letter


@transaction.atomic
def reopen(letter: Letter, *, reason: str, actor: Actor, at: datetime) -> Letter:
    """Open a finished letter again, with the reason: it waits for a new decree; the same again changes nothing. Raises NotPossible."""
    hold(letter)
    if not made(letter, "reopen", reason=reason):
        gone: dict[str, Any] = {
            "answered_on": None,
            "answer_channel": "",
            "over_at": None,
            "unit_to": None,
            "person_to": None,
        }
        times = {"handed_at": None, "taken_at": None, "taken_by": None}
        advance(letter, "reopen", actor=actor, at=at, reason=reason, **gone, **times)
    return letter


@transaction.atomic
def cancel(letter: Letter, *, reason: str, actor: Actor, at: datetime) -> Letter:
    """Cancel a number registered by mistake: it stays taken, with the reason; the same again changes nothing. Raises NotPossible."""
    hold(letter)
    if not made(letter, "cancel", reason=reason):
        advance(letter, "cancel", actor=actor, at=at, reason=reason, over_at=at)
    return letter


def attach(letter: Letter, *, file: UploadedFile, purpose: str, actor: Actor, at: datetime) -> LetterFile:
    """Keep a file of a letter; the same file again gives the one kept. Raises RefusedFile, LetterOver."""
    found = _checked(cast(BinaryIO, file.file), file.name or "")
    with transaction.atomic():
        hold(letter)
        if letter.state not in OPEN and purpose != Purpose.ANSWER:
            raise LetterOver
        return _keep(letter, file, found, purpose, actor, at)


def _keep(letter: Letter, file: UploadedFile, found: Checked, purpose: str, actor: Actor, at: datetime) -> LetterFile:
    same = letter.files.filter(sha256=found.sha256, purpose=purpose, removed_at=None).first()
    if same:
        return same
    row = _file(found, at, letter=letter, purpose=purpose)
    row.file = default_storage.save(_path(letter.public_id, row, found), file)
    row.save(force_insert=True)
    after = {"file": row.public_id, "purpose": purpose, "sha256": row.sha256}
    record(letter, "attach_to_letter", actor=actor, at=at, after=after)
    return row


@transaction.atomic
def remove_file(file: LetterFile, *, actor: Actor, at: datetime) -> LetterFile:
    """Remove a file with its bytes; removing it again changes nothing. Raises LetterOver."""
    letter = file.letter
    if letter is not None:
        hold(letter)
        if letter.state not in OPEN:
            raise LetterOver
    if LetterFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        file.removed_at = at
        path = file.file
        transaction.on_commit(lambda: default_storage.delete(path))
        if letter is not None:
            after = {"file": file.public_id, "sha256": file.sha256}
            record(letter, "remove_from_letter", actor=actor, at=at, after=after)
    return file
