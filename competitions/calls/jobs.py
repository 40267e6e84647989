"""Slow work of competitions: the document of the announcement."""

from contextlib import suppress
from typing import Any

from competitions.calls import actions
from competitions.calls.documents import AnnouncementSheet
from competitions.calls.models import Competition
from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run
from core.workflow.refusal import NotPossible


@handler("calls.close", label="Zamknięcie naborów po terminie")
def close_overdue(run: Run) -> dict[str, Any]:
    """Close every call whose deadline has passed; one that somebody else closed meanwhile is left as it is."""
    closed = 0
    for competition in Competition.objects.overdue(run.at):
        with suppress(NotPossible):
            actions.close(competition, actor=system("zegar"), at=run.at)
            closed += 1
    return {"closed": closed}


@handler("calls.announcement", label="Ogłoszenie konkursu")
def announcement(run: Run, competition_pk: int) -> dict[str, Any]:
    """Issue the announcement of an approved competition; a moved deadline makes the next version."""
    competition = Competition.objects.select_related("case", "announcement").get(pk=competition_pk)
    document = issue_next(AnnouncementSheet.of(competition), competition, actor=system("ogłoszenie"), at=run.at)
    return {"document": document.public_id, "link": document.url}
