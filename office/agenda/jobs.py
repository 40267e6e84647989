"""Slow work of the calendar: the document of a weekly list."""

from typing import Any

from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run
from office.agenda.actions.weeks import JOB
from office.agenda.documents import WeekSheet
from office.agenda.models import Week


@handler(JOB, label="Lista wydarzeń dla mediów")
def week(run: Run, week_pk: int) -> dict[str, Any]:
    """Issue the document of the newest edition."""
    row = Week.objects.get(pk=week_pk)
    document = issue_next(WeekSheet.of(row), row, actor=system("kalendarz"), at=run.at)
    return {"document": document.public_id, "link": document.url}
