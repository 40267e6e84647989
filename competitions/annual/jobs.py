"""Slow work of the annual report: its document; what the clock asks for: reminders."""

from typing import Any

from django.utils.timezone import localdate

from competitions.annual import actions
from competitions.annual.documents import AnnualReportSheet
from competitions.annual.models import AnnualReport
from competitions.annual.queries import duties
from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run
from ngo.programmes.models import Programme


@handler("annual.remind", label="Przypomnienia o sprawozdaniu rocznym")
def remind(run: Run) -> dict[str, Any]:
    """Remind of reports that are due to the assembly; each reminder is written once, however often this runs."""
    rows = duties(Programme.objects.all(), on=localdate(run.at))
    return {"letters": sum(actions.remind(duty, actor=system("zegar"), at=run.at) for duty in rows)}


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
