"""Slow work of reports: the document."""

from typing import Any

from competitions.reports.documents import ReportSheet
from competitions.reports.models import Report
from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run


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
