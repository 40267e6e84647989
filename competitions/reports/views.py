"""Pages of reports: writing and submitting by the organisation, review by the office."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.agreements.access import visible as visible_agreements
from competitions.agreements.models import Agreement
from competitions.offers.forms import ContentForm, revision_of
from competitions.reports import access, actions
from competitions.reports.forms import ReturnForm
from competitions.reports.models import Report
from competitions.reports.presentation import shown, summary
from competitions.reports.queries import report_facts
from competitions.reports.states import State
from core.audit.ledger import history
from core.documents.queries import documents_of
from core.web.autosave import not_saved, saves_itself
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.web.rows import with_row_added
from core.workflow.refusal import Refused
from law import report as law
from law.forms import form as official_form
from law.verdict import sentence
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF

WRITABLE = (State.DRAFT, State.RETURNED)


@page(visible_agreements, may=access.may_start, kinds=ORGANISATION)
@require_POST
def start(request: Request, agreement: Agreement) -> HttpResponse:
    """Begin the final report of an agreement."""
    report = actions.start(agreement, actor=request.actor, at=now())
    return redirect("report-edit", report.public_id)


@page(access.visible, may=access.may_write, kinds=ORGANISATION)
def edit(request: Request, report: Report) -> HttpResponse:
    """Write the report on the official form; saving never checks."""
    writes = report.state in WRITABLE and access.may_write(request.actor, report, now())[0]
    if not writes and request.method != "POST":
        return redirect("report-page", report.public_id)
    added = with_row_added(request.POST) if request.method == "POST" else None
    data = added if added is not None else request.POST or None
    editor = ContentForm(official_form(report.form_version), report.content, data)
    revision = revision_of(request, report.revision)
    if request.method == "POST" and added is None and editor.is_valid():
        with refusal_on(editor.plain):
            saved = actions.save(report, editor.content(), revision=revision, actor=request.actor, at=now())
            if saves_itself(request):
                return JsonResponse({"version": saved.revision})
            if "check" in request.POST:
                return redirect("report-submit", report.public_id)
            messages.success(request, _("Zapisano sprawozdanie."))
            return redirect("report-edit", report.public_id)
    if saves_itself(request):
        return not_saved(request, editor.plain)
    status = 200 if added is not None else status_of(request, editor.plain)
    context = {
        "report": report,
        "agreement": report.agreement,
        "editor": editor,
        "revision": revision,
        "summary": summary(report_facts(report)),
    }
    return render(request, "competitions/reports/edit.html", context, status=status)


@page(access.visible, may=access.may_write, kinds=ORGANISATION)
def submit(request: Request, report: Report) -> HttpResponse:
    """The check before submitting, then submit."""
    refused: list[str] = []
    if request.method == "POST":
        try:
            actions.submit(report, actor=request.actor, clock=now)
        except Refused as refusal:
            refused = refusal.sentences
        else:
            messages.success(request, _("Sprawozdanie jest złożone."))
            return redirect("report-page", report.public_id)
    elif not access.may_write(request.actor, report, now())[0]:
        return redirect("report-page", report.public_id)
    facts = report_facts(report)
    rows = [{"sentence": sentence(breach), "field": breach.field} for breach in law.breaches(facts)]
    context = {"report": report, "agreement": report.agreement, "rows": rows, "refused": refused, "facts": facts}
    return render(request, "competitions/reports/submit.html", context, status=409 if refused else 200)


@page(access.visible, kinds=(*ORGANISATION, *STAFF, "auditor"), personal=True)
def report_page(request: Request, report: Report) -> HttpResponse:
    """One report: content, state, what comes next."""
    context = _context(request, report, ReturnForm())
    return render(request, "competitions/reports/report_page.html", context)


def _context(request: Request, report: Report, return_form: ReturnForm) -> dict[str, Any]:
    staff = request.actor.wears(*STAFF)
    return {
        "report": report,
        "agreement": report.agreement,
        "sections": shown(report_facts(report)),
        "documents": list(documents_of(report)),
        "late": bool(report.submitted_at and localdate(report.submitted_at) > report.agreement.report_due),
        "staff": staff,
        "may_write": report.state in WRITABLE and access.may_write(request.actor, report, now())[0],
        "return_form": return_form,
        "history": list(history(report)),
    }


@page(access.visible, may=access.may_review, kinds=STAFF)
@require_POST
def send_back(request: Request, report: Report) -> HttpResponse:
    """Return the report for correction."""
    form = ReturnForm(request.POST)
    if form.is_valid():
        with refusal_on(form, report):
            actions.send_back(report, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Sprawozdanie jest zwrócone do poprawy."))
            return redirect("report-page", report.public_id)
    context = _context(request, report, form)
    return render(request, "competitions/reports/report_page.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_review, kinds=STAFF)
@require_POST
def accept(request: Request, report: Report) -> HttpResponse:
    """Accept the report and settle the grant."""
    actions.accept(report, actor=request.actor, at=now())
    messages.success(request, _("Sprawozdanie jest przyjęte, a dotacja rozliczona."))
    return redirect("report-page", report.public_id)
