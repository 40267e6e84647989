"""Slow work of the annual report: its document."""

from typing import Any

from competitions.annual.documents import AnnualReportSheet
from competitions.annual.models import AnnualReport
from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("annual.report", label="Sprawozdanie roczne")
def report(run: Run, report_pk: int) -> dict[str, Any]:
    """Issue the document of a frozen report; freezing again makes the next version."""
    row = AnnualReport.objects.select_related("programme__adoption").get(pk=report_pk)
    run.progress(1, 3, "zestawienie tabel")
    sheet = AnnualReportSheet.of(row)
    run.progress(2, 3, "skład dokumentu")
    document = issue_next(sheet, row, actor=system("sprawozdanie roczne"), at=run.at)
    run.progress(3, 3, "gotowe")
    return {"document": document.public_id, "link": document.url}
