"""Verbs of the candidate: begin, write, add and remove proofs, apply, reopen, withdraw, supplement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from competitions.recruitment import access, queries
from competitions.recruitment.actions.letters import tell
from competitions.recruitment.models import (
    Candidacy,
    Condition,
    Proof,
    Recruitment,
)
from competitions.recruitment.refusals import (
    IncompleteCandidacy,
    NotCandidate,
    closed,
    over,
    supplement_over,
)
from competitions.recruitment.states import CandidacyState, State
from core.accounts.actor import Actor
from core.audit.ledger import history, record, sealed
from core.files.check import check as check_file
from core.files.kinds import TEXTS
from core.jobs.actions import enqueue
from core.workflow.advance import advance, hold, made
from law.competition import deadline_passed

PROOFS_MAX = 20
WRITTEN = (
    "name",
    "phone",
    "town",
    "spheres",
    "education",
    "career",
    "practice",
    "ties",
    "answers",
    "statements",
    "limit",
    "away",
)


@transaction.atomic
def begin(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Candidacy:
    """Begin a candidacy, one a person; the same person gets the one there is. Raises RecruitmentOver after the deadline."""
    _insist_open(recruitment, at)
    candidacy, created = Candidacy.objects.get_or_create(
        recruitment=recruitment, user=actor.person, defaults={"name": str(actor.person), "began_at": at}
    )
    if created:
        record(candidacy, "begin_candidacy", actor=actor, at=at, after={"recruitment": recruitment.public_id})
    return candidacy


def _insist_open(recruitment: Recruitment, at: datetime) -> None:
    """Raise unless candidacies are taken at a moment; what is in hand may be older than an extension."""
    current = Recruitment.objects.get(pk=recruitment.pk)
    if current.state != State.OPEN or deadline_passed(current.due, at):
        raise over(current.due)


@transaction.atomic
def write(candidacy: Candidacy, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Candidacy:
    """Keep what the candidate wrote (the fields of WRITTEN); it may have gaps until it is submitted.

    Raises ClosedCandidacy for one that was submitted or withdrawn, RecruitmentOver after the deadline.
    """
    hold(candidacy)
    _insist_written(candidacy, at)
    _insist_open(candidacy.recruitment, at)
    for name in WRITTEN:
        if name in values:
            setattr(candidacy, name, values[name])
    candidacy.save(update_fields=list(WRITTEN))
    return candidacy


def _insist_written(candidacy: Candidacy, at: datetime) -> None:
    if not access.writes(candidacy):
        raise closed(candidacy, at)


def add_proof(candidacy: Candidacy, *, file: UploadedFile, condition: Condition, actor: Actor, at: datetime) -> Proof:
    """Add a file that proves a condition, while the candidacy is written or supplemented; the same file again is the one there.

    Raises RefusedFile for a file that may not be kept, NotCandidate when it has its fill, ClosedCandidacy when it takes no files now,
    RecruitmentOver when it is too late. The file is checked before the transaction begins: a scanner may take seconds.
    """
    found = check_file(cast(BinaryIO, file.file), file.name or "", kinds=TEXTS, max_mb=settings.UPLOAD_MAX_MB)
    with transaction.atomic():
        _insist_open_for_files(candidacy, at)
        if known := candidacy.proofs.filter(condition=condition, sha256=found.sha256).first():
            return known
        if candidacy.proofs.count() >= PROOFS_MAX:
            raise NotCandidate(_("Zgłoszenie ma już 20 plików i więcej nie może mieć. Połącz dokumenty w jeden PDF."))
        proof = Proof(
            candidacy=candidacy,
            condition=condition,
            name=found.name,
            mime=found.kind.mime,
            size=found.size,
            sha256=found.sha256,
            added_at=at,
        )
        path = f"candidacies/{candidacy.public_id}/{proof.public_id}{found.kind.suffix}"
        proof.file = default_storage.save(path, file)
        proof.save(force_insert=True)
        after = {"proof": proof.public_id, "condition": condition.number, "sha256": found.sha256}
        record(candidacy, "add_proof", actor=actor, at=at, after=after)
    return proof


def _insist_open_for_files(candidacy: Candidacy, at: datetime) -> None:
    hold(candidacy)
    if candidacy.state == CandidacyState.SUPPLEMENT:
        _insist_supplement(candidacy, at)
    else:
        _insist_written(candidacy, at)
        _insist_open(candidacy.recruitment, at)


def _insist_supplement(candidacy: Candidacy, at: datetime) -> None:
    if candidacy.supplement_due and deadline_passed(candidacy.supplement_due, at):
        raise supplement_over(candidacy.supplement_due)


@transaction.atomic
def remove_proof(proof: Proof, *, actor: Actor, at: datetime) -> None:
    """Take a file from a candidacy that is still written; what was submitted with it stays. Raises ClosedCandidacy then."""
    candidacy = proof.candidacy
    hold(candidacy)
    _insist_written(candidacy, at)
    before = {"proof": proof.public_id, "sha256": proof.sha256}
    if Proof.objects.filter(pk=proof.pk).delete()[0]:
        default_storage.delete(proof.file)
        record(candidacy, "remove_proof", actor=actor, at=at, before=before)


@transaction.atomic
def apply(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Submit a candidacy: it gets its number, the candidate a receipt. Submitting again changes nothing.

    Raises IncompleteCandidacy naming what is missing, RecruitmentOver after the deadline.
    """
    # The recruitment's lock orders numbers, and a moved deadline is read under it.
    recruitment = Recruitment.objects.select_for_update().get(pk=candidacy.recruitment_id)
    hold(candidacy)
    if candidacy.state == CandidacyState.SUBMITTED:
        return candidacy
    if candidacy.state == CandidacyState.DRAFT:
        _insist_open(recruitment, at)
        if problems := queries.candidacy_problems(candidacy):
            raise IncompleteCandidacy(problems)
    number = candidacy.number or queries.next_number(recruitment)
    advance(candidacy, "apply", actor=actor, at=at, number=number, submitted_at=at)
    enqueue(
        "recruitment.receipt",
        candidacy.pk,
        at.isoformat(),
        key=f"{candidacy.public_id}:{int(at.timestamp())}",
        actor=actor,
    )
    tell(candidacy, "candidacy-submitted", at=at)
    return candidacy


@transaction.atomic
def reopen(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Take a submitted or withdrawn candidacy back to be changed, until the deadline; its number stays its own.

    Doing it again changes nothing. Raises RecruitmentOver after the deadline.
    """
    hold(candidacy)
    _insist_open(candidacy.recruitment, at)
    if made(candidacy, "reopen_candidacy"):
        return candidacy
    advance(candidacy, "reopen_candidacy", actor=actor, at=at)
    return candidacy


@transaction.atomic
def withdraw(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Withdraw a candidacy, at any time before the office has judged it. Doing it again changes nothing."""
    hold(candidacy)
    if candidacy.state == CandidacyState.WITHDRAWN:
        return candidacy
    advance(candidacy, "withdraw_candidacy", actor=actor, at=at)
    return candidacy


@transaction.atomic
def supplement(candidacy: Candidacy, *, note: str, actor: Actor, at: datetime) -> Candidacy:
    """Hand the supplement in, within its term: files that were added since, and a note. The same again changes nothing.

    Raises RecruitmentOver after the term, NotPossible for another note when it was handed in.
    """
    hold(candidacy)
    # The note may tell of the person: the ledger keeps its seal alone, by which the same note is known again.
    seal = {"note": sealed(note)}
    if made(candidacy, "supplement") and _sealed_note(candidacy) == seal["note"]:
        return candidacy
    _insist_supplement(candidacy, at)
    career = f"{candidacy.career}\n\n{_('Uzupełnienie:')} {note}" if note else candidacy.career
    advance(candidacy, "supplement", actor=actor, at=at, career=career, note=seal)
    return candidacy


def _sealed_note(candidacy: Candidacy) -> str | None:
    """The seal of the note that was handed in; none in an entry made before seals were kept."""
    return history(candidacy).filter(verb="supplement").values_list("after__note", flat=True).last()
