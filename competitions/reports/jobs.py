"""Slow work of reports: the document; what the clock asks for: reminders."""

from typing import Any

from django.utils.timezone import localdate

from competitions.reports import actions, queries
from competitions.reports.documents import ReportSheet
from competitions.reports.models import Report
from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("reports.remind", label="Przypomnienia o sprawozdaniach")
def remind(run: Run) -> dict[str, Any]:
    """Remind of reports that are due soon or overdue; each agreement gets each letter once, however often this runs."""
    actor = system("zegar")
    rows = queries.unreported(localdate(run.at))
    return {"letters": sum(actions.remind(agreement, actor=actor, at=run.at) for agreement in rows)}


@handler("reports.report", label="Sprawozdanie w PDF")
def report(run: Run, report_pk: int, checksum: str) -> dict[str, Any]:
    """Issue the document of a submitted report; each content submitted gets the next version."""
    row = Report.objects.select_related("agreement__version", "agreement__offer").get(pk=report_pk)
    if row.checksum != checksum:
        # Submitted again meanwhile: the newer job makes the newer document.
        return {}
    sheet = ReportSheet.of(row)
    document = issue_next(sheet, row, actor=system("sprawozdanie"), at=run.at)
    return {"document": document.public_id, "link": document.url}
