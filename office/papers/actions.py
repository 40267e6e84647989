"""Verbs over papers to sign: submit, check, return, resubmit, sign, withdraw."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.files.keeping import keep
from core.tables.folding import fold
from core.workflow.advance import advance, hold, made
from office.board.models import BoardMember
from office.papers import refusals
from office.papers.models import Paper, PaperFile, PaperNumber
from office.papers.states import CHECKS, Found
from office.structure.models import Unit


def _search_key(paper: Paper) -> str:
    return fold(f"{paper.sign} {paper.title} {paper.unit.code} {paper.unit.name}")[:600]


def _insist(signatory: BoardMember, due_on: date, day: date) -> None:
    if due_on < day:
        raise refusals.due_passed()
    if not BoardMember.objects.valid(day).filter(pk=signatory.pk).exists():
        raise refusals.not_in_office()


def submit_paper(
    title: str,
    *,
    unit: Unit,
    kind: str,
    signatory: BoardMember,
    due_on: date,
    file: UploadedFile,
    once: str = "",
    actor: Actor,
    at: datetime,
) -> Paper:
    """Put a paper before a member of the Board, under the next number of the year; the same `once` again is the first.

    Raises RefusedFile, and NotSignable for a day that has passed or somebody who is not on the Board.
    """
    kept = keep(file, folder=f"papers/{localdate(at):%Y-%m}")
    with transaction.atomic():
        day = localdate(at)
        PaperNumber.objects.get_or_create(year=day.year)
        counter = PaperNumber.objects.select_for_update().get(year=day.year)
        if once and (first := Paper.objects.filter(once=once).first()):
            return first
        _insist(signatory, due_on, day)
        paper = Paper(
            number=counter.last + 1,
            year=day.year,
            unit=unit,
            kind=kind,
            title=title,
            signatory=signatory,
            due_on=due_on,
            submitted_at=at,
            once=once or None,
        )
        paper.search_key = _search_key(paper)
        paper.save()
        PaperNumber.objects.filter(pk=counter.pk).update(last=paper.number)
        PaperFile.objects.create(paper=paper, version=1, added_at=at, **kept)
        after = {
            "sign": paper.sign,
            "unit": unit.code,
            "kind": kind,
            "title": sealed(title),
            "signatory": signatory,
            "due_on": due_on,
            "sha256": kept["sha256"],
        }
        record(paper, "submit_paper", actor=actor, at=at, after=after)
    return paper


@transaction.atomic
def check_paper(paper: Paper, found: Mapping[str, str], *, actor: Actor, at: datetime) -> Paper:
    """Put a paper in which nothing is missing before the one who signs. Raises NotSignable, naming what is missing."""
    hold(paper)
    said = {code: found.get(code, "") for code in CHECKS}
    if made(paper, "check_paper", found=said):
        return paper
    if not all(value in Found.values for value in said.values()):
        raise refusals.not_looked_at()
    if missing := [str(CHECKS[code]) for code, value in said.items() if value == Found.NO]:
        raise refusals.lacking(missing)
    advance(paper, "check_paper", actor=actor, at=at, found=said, checked_at=at)
    return paper


@transaction.atomic
def return_paper(
    paper: Paper, reason: str, *, found: Mapping[str, str] | None = None, actor: Actor, at: datetime
) -> Paper:
    """Send a paper back to its unit with the reason, and with what the check found."""
    hold(paper)
    if made(paper, "return_paper", return_reason=reason):
        return paper
    said = {code: value for code, value in (found or {}).items() if code in CHECKS}
    note = {"found": said, "reason": sealed(reason)}
    advance(paper, "return_paper", actor=actor, at=at, note=note, checked_at=None)
    Paper.objects.filter(pk=paper.pk).update(return_reason=reason, found=said)
    paper.return_reason, paper.found = reason, said
    return paper


def resubmit_paper(
    paper: Paper, *, title: str, signatory: BoardMember, due_on: date, file: UploadedFile, actor: Actor, at: datetime
) -> Paper:
    """Put a mended paper forward as its next version; it is checked anew. Raises RefusedFile, NotSignable."""
    kept = keep(file, folder=f"papers/{localdate(at):%Y-%m}")
    with transaction.atomic():
        hold(paper)
        last = paper.files.latest("version")
        if made(paper, "resubmit_paper", title=title) and last.sha256 == kept["sha256"]:
            return paper
        _insist(signatory, due_on, localdate(at))
        note = {"title": sealed(title), "sha256": kept["sha256"], "version": last.version + 1}
        changes: dict[str, Any] = {"signatory": signatory, "due_on": due_on, "submitted_at": at}
        advance(paper, "resubmit_paper", actor=actor, at=at, note=note, **changes)
        paper.title, paper.found = title, {}
        paper.search_key = _search_key(paper)
        paper.save(update_fields=["title", "found", "search_key"])
        PaperFile.objects.create(paper=paper, version=last.version + 1, added_at=at, **kept)
    return paper


@transaction.atomic
def sign_paper(paper: Paper, *, signed_on: date, actor: Actor, at: datetime) -> Paper:
    """Note the day on which a paper was signed. Raises NotSignable for a day before it was sent or after today."""
    hold(paper)
    if made(paper, "sign_paper", signed_on=signed_on):
        return paper
    if not localdate(paper.submitted_at) <= signed_on <= localdate(at):
        raise refusals.wrong_day()
    advance(paper, "sign_paper", actor=actor, at=at, signed_on=signed_on, ended_at=at)
    return paper


@transaction.atomic
def withdraw_paper(paper: Paper, reason: str, *, actor: Actor, at: datetime) -> Paper:
    """Take a paper back that is not signed."""
    hold(paper)
    if not made(paper, "withdraw_paper"):
        advance(paper, "withdraw_paper", actor=actor, at=at, note={"reason": sealed(reason)}, ended_at=at)
    return paper
