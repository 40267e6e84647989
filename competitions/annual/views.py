"""Pages of annual reports: list, the report with its tables, the rows behind a figure, the office's steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.annual import access, actions
from competitions.annual.figures import Table
from competitions.annual.forms import SubmitForm
from competitions.annual.models import AnnualReport
from competitions.annual.presentation import table_rows
from competitions.annual.queries import live_job, rows_behind
from competitions.annual.snapshot import thaw
from core.audit.ledger import history
from core.documents.queries import documents_of
from core.publications.queries import bip_footer
from core.web.charts import Chart, bars
from core.web.page import Request, page, public
from core.web.refused import refusal_on, status_of
from core.web.templatetags.polish import zloty
from law.programme import report_due
from ngo.programmes.access import visible as visible_programmes
from ngo.programmes.models import Programme
from ngo.programmes.states import State as ProgrammeState
from office.structure.access import is_staff
from office.structure.hats import STAFF


@public
def annual_reports(request: Request) -> HttpResponse:
    """Annual reports, newest first; staff also see the programmes that wait for one."""
    at = now()
    staff = is_staff(request.actor)
    waiting = visible_programmes(request.actor, at).filter(state=ProgrammeState.PUBLISHED, annual_report=None)
    context = {
        "rows": access.visible(request.actor, at).order_by("-programme__year"),
        "waiting": [(row, report_due(row.year)) for row in waiting] if staff else [],
    }
    return render(request, "competitions/annual/annual_reports.html", context)


@page(visible_programmes, may=access.may_manage, kinds=STAFF)
@require_POST
def begin(request: Request, programme: Programme) -> HttpResponse:
    """Begin the report on a programme."""
    report = actions.begin(programme, actor=request.actor, at=now())
    return redirect("annual-report", report.public_id)


@page(access.visible)
def annual_report(request: Request, report: AnnualReport) -> HttpResponse:
    """One report: its tables, pictures, document; for staff what comes next."""
    return render(request, "competitions/annual/annual_report.html", _context(request, report))


def _context(request: Request, report: AnnualReport, **forms: Any) -> dict[str, Any]:
    staff = is_staff(request.actor)
    tables = thaw(report.figures)
    return {
        "report": report,
        "due": report_due(report.programme.year),
        "tables": [
            {
                "table": table,
                "rows": table_rows(table),
                "base": reverse("annual-report", args=[report.public_id]) + f"{table.code}/",
            }
            for table in tables
        ],
        "chart": _chart(tables),
        "documents": list(documents_of(report)),
        "staff": staff,
        "job": live_job(report) if staff else None,
        "submit_form": SubmitForm(),
        "history": list(history(report)) if staff else [],
        "bip": bip_footer(report),
        **forms,
    }


def _chart(tables: tuple[Table, ...]) -> Chart | None:
    spheres = next((table for table in tables if table.code == "T6" and table.rows), None)
    if spheres is None:
        return None
    index = [column.key for column in spheres.columns].index("amount")
    points = [(row.label, row.cells[index].value or 0) for row in spheres.rows]
    return bars(_("Kwota umów według sfer"), points, category=_("Sfera"), measure=_("Kwota umów"), text=zloty)


@page(access.visible)
def rows(request: Request, report: AnnualReport, table: str, row: str, column: str) -> HttpResponse:
    """The rows behind one figure, as they were frozen."""
    found = rows_behind(report, table, row, column)
    if found is None:
        raise Http404
    return render(request, "competitions/annual/rows.html", {"report": report, "found": found})


@page(access.visible, may=access.may_manage, kinds=STAFF)
@require_POST
def freeze(request: Request, report: AnnualReport) -> HttpResponse:
    """Freeze the figures and ask for the document."""
    actions.freeze(report, actor=request.actor, at=now())
    messages.success(request, _("Dane są zamrożone. Dokument powstaje w tle."))
    return redirect("annual-report", report.public_id)


@page(access.visible, may=access.may_manage, kinds=STAFF)
@require_POST
def reopen(request: Request, report: AnnualReport) -> HttpResponse:
    """Return to collecting data."""
    actions.reopen(report, reason=request.POST.get("reason", "")[:500], actor=request.actor, at=now())
    return redirect("annual-report", report.public_id)


@page(access.visible, may=access.may_manage, kinds=STAFF)
@require_POST
def submit(request: Request, report: AnnualReport) -> HttpResponse:
    """Record that the report was submitted and published."""
    form = SubmitForm(request.POST)
    if form.is_valid():
        with refusal_on(form, report):
            actions.submit(report, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Sprawozdanie jest przedłożone Sejmikowi i opublikowane."))
            return redirect("annual-report", report.public_id)
    context = _context(request, report, submit_form=form)
    return render(request, "competitions/annual/annual_report.html", context, status=status_of(request, form))
