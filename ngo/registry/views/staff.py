"""Pages of the staff who keep the register: imports with their rejected rows, confirmation, requests to act."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from ngo.registry import access, actions
from ngo.registry.forms import DecisionForm, ImportForm
from ngo.registry.models import Import, Organisation, Representation
from ngo.registry.presentation import RejectionTable
from office.structure.hats import STAFF

READERS = (*STAFF, "auditor")
SHOWN = 50


@signed_in(*READERS)
def imports(request: Request) -> HttpResponse:
    """Imports made so far, newest first, and a file to import."""
    at = now()
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            job = actions.ask_for_import(form.cleaned_data["file"], actor=request.actor, at=at)
            return redirect("job", job.public_id)
    rows = access.imports(request.actor, at).select_related("imported_by")
    context = {
        "form": form,
        "may_import": request.actor.wears(*STAFF),
        "page": Paginator(rows, 25).get_page(request.GET.get("strona")),
    }
    return render(request, "ngo/registry/imports.html", context, status=status_of(request, form))


@page(access.imports, kinds=READERS)
@require_safe
def import_page(request: Request, made: Import) -> HttpResponse:
    """One import: what it did, and the first of its rejected rows."""
    context = {"made": made, "rejections": list(made.rejections.all()[:SHOWN]), "shown": SHOWN}
    return render(request, "ngo/registry/import_page.html", context)


@page(access.imports, kinds=READERS)
@require_safe
def rejections(request: Request, made: Import) -> HttpResponse:
    """All rejected rows of an import as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="odrzucone-{made.public_id}.csv"'
    response.write("\ufeff")
    RejectionTable(response).add(made)
    return response


@page(access.visible, may=access.may_confirm, kinds=STAFF)
@require_POST
def confirm(request: Request, organisation: Organisation) -> HttpResponse:
    """Say that the record was checked against a register or a document."""
    actions.confirm(organisation, actor=request.actor, at=now())
    messages.success(request, _("Potwierdzono dane organizacji."))
    return redirect("organisation-page", organisation.public_id)


@signed_in(*READERS)
def to_confirm(request: Request) -> HttpResponse:
    """What waits for the office: requests to act for organisations, and organisations that declared themselves."""
    at = now()
    context = {
        "requests": list(access.requests(request.actor, at)[:100]),
        "declared": list(access.declared(request.actor, at).order_by("pk")[:100]),
    }
    return render(request, "ngo/registry/to_confirm.html", context)


@page(access.requests, may=access.may_decide, kinds=STAFF)
def decide(request: Request, asked: Representation) -> HttpResponse:
    """Let a person act for an organisation, or not."""
    at = now()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = request.POST.get("decision") == "grant"
        actions.decide_request(asked, granted=granted, **form.cleaned_data, actor=request.actor, at=at)
        messages.success(request, _("Zapisano decyzję i powiadomiono osobę."))
        return redirect("organisations-to-confirm")
    context = {"asked": asked, "form": form}
    return render(request, "ngo/registry/decide.html", context, status=status_of(request, form))
