"""Slow work of recruitment: its documents, and closing after the deadline."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from competitions.recruitment.actions import calls
from competitions.recruitment.documents import CandidacyReceiptSheet, ExpertListSheet, RecruitmentSheet, RefusalSheet
from competitions.recruitment.models import Candidacy, Recruitment
from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run
from core.publications.actions import publish
from core.publications.models import Place
from core.workflow.refusal import NotPossible


@handler("recruitment.close", label="Zamknięcie naborów ekspertów po terminie")
def close_overdue(run: Run) -> dict[str, Any]:
    """Close every recruitment whose deadline has passed; one that somebody else closed meanwhile is left as it is."""
    closed = 0
    for recruitment in Recruitment.objects.overdue(run.at):
        with suppress(NotPossible):
            calls.close(recruitment, actor=system("zegar"), at=run.at)
            closed += 1
    return {"closed": closed}


@handler("recruitment.announcement", label="Ogłoszenie naboru ekspertów")
def announcement(run: Run, recruitment_pk: int) -> dict[str, Any]:
    """Issue the announcement and publish it on the website; a moved deadline makes the next version."""
    recruitment = Recruitment.objects.get(pk=recruitment_pk)
    actor = system("ogłoszenie")
    document = issue_next(RecruitmentSheet.of(recruitment), recruitment, actor=actor, at=run.at)
    publish(recruitment, place=Place.WEBSITE, at=run.at, actor=actor, document=document)
    return {"document": document.public_id, "link": document.url}


@handler("recruitment.receipt", label="Poświadczenie złożenia zgłoszenia")
def receipt(run: Run, candidacy_pk: int, submitted_at: str) -> dict[str, Any]:
    """Issue the receipt of a candidacy as it was submitted at a moment."""
    candidacy = Candidacy.objects.select_related("recruitment").get(pk=candidacy_pk)
    sheet = CandidacyReceiptSheet.of(candidacy, datetime.fromisoformat(submitted_at))
    document = issue_next(sheet, candidacy, actor=system("zgłoszenie"), at=run.at)
    return {"document": document.public_id, "link": document.url}


@handler("recruitment.refusal", label="Pismo o odrzuceniu zgłoszenia")
def refusal(run: Run, candidacy_pk: int) -> dict[str, Any]:
    """Issue the letter to a rejected candidate."""
    candidacy = Candidacy.objects.select_related("recruitment").get(pk=candidacy_pk)
    document = issue_next(RefusalSheet.of(candidacy), candidacy, actor=system("zgłoszenie"), at=run.at)
    return {"document": document.public_id, "link": document.url}


@handler("recruitment.results", label="Lista ekspertów")
def results(run: Run, recruitment_pk: int) -> dict[str, Any]:
    """Issue the approved list and publish it on the website."""
    recruitment = Recruitment.objects.get(pk=recruitment_pk)
    actor = system("lista ekspertów")
    document = issue_next(ExpertListSheet.of(recruitment), recruitment, actor=actor, at=run.at)
    publish(recruitment, place=Place.WEBSITE, at=run.at, actor=actor, document=document)
    return {"document": document.public_id, "link": document.url}
