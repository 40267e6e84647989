"""Pages of the staff who keep the register: imports with their rejected rows, confirmation, requests to act."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.jobs import access as jobs
from core.jobs.models import Job
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from ngo.registry import access
from ngo.registry.actions import files, people, record
from ngo.registry.forms import ColumnsForm, DecisionForm, ImportForm, SheetForm, UndoForm
from ngo.registry.importing import COUNTS
from ngo.registry.models import Import, Organisation, Representation
from ngo.registry.presentation import Places, RejectionTable, counts, differences, taken, undone
from ngo.registry.verification import register_says
from office.structure.hats import STAFF

READERS = (*STAFF, "auditor")
SHOWN = 50


@signed_in(*READERS)
def imports(request: Request) -> HttpResponse:
    """Files imported so far, newest first, and a file to import; what registers told has a page of its own."""
    at = now()
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            made = files.prepare_import(form.cleaned_data["file"], actor=request.actor, at=at)
            return redirect("import-preview", made.public_id)
    rows = access.imports(request.actor, at).filter(register="")
    context = {
        "form": form,
        "may_import": request.actor.wears(*STAFF),
        "page": Paginator(rows, 25).get_page(request.GET.get("strona")),
    }
    return render(request, "ngo/registry/imports.html", context, status=status_of(request, form))


@page(access.imports, may=access.may_import, kinds=READERS, personal=True)
def import_preview(request: Request, made: Import) -> HttpResponse:
    """A file before it goes in: how it is taken, what its columns hold, what would change."""
    at = now()
    if not made.is_waiting:
        return redirect("import-page", made.public_id)
    data = request.POST or None
    posted = request.POST.get("what") if data else ""
    sheet = SheetForm(data if posted == "sheet" else None, made=made)
    columns = ColumnsForm(data if posted in ("columns", "import") else None, made=made)
    if posted == "drop":
        files.drop_import(made, actor=request.actor, at=at)
        messages.success(request, _("Plik usunięto. Niczego nie zmieniono."))
        return redirect("imports")
    if posted == "sheet" and sheet.is_valid():
        with refusal_on(sheet):
            chosen = sheet.cleaned_data["sheet"]
            files.map_columns(made, sheet=chosen, fields=made.layout["fields"], actor=request.actor, at=at)
            return redirect("import-preview", made.public_id)
    if columns.is_bound and columns.is_valid():
        if posted == "import" and columns.chosen() == made.layout["fields"]:
            files.ask_for_import(made, actor=request.actor, at=at)
            return redirect("import-page", made.public_id)
        with refusal_on(columns):
            files.map_columns(made, fields=columns.chosen(), actor=request.actor, at=at)
            messages.success(request, _("Zapisano kolumny. Sprawdź niżej, co się zmieni, i wczytaj plik."))
            return redirect("import-preview", made.public_id)
    context = {
        "made": made,
        "taken": taken(made),
        "sheet": sheet if len(made.layout["sheets"]) > 1 else None,
        "columns": columns,
        "counts": counts(made.trial) if "read" in made.trial else [],
        "job": _job(request, made, at),
        "may_import": request.actor.wears(*STAFF),
    }
    status = max(status_of(request, sheet), status_of(request, columns))
    return render(request, "ngo/registry/import_preview.html", context, status=status)


def _job(request: Request, made: Import, at: datetime) -> Job | None:
    """The newest job of an import, where the one who asked looks."""
    return jobs.visible(request.actor, at).filter(name__startswith="registry.", key__startswith=made.public_id).last()


@page(access.imports, kinds=READERS, personal=True)
@require_safe
def import_page(request: Request, made: Import) -> HttpResponse:
    """One import: what it did, record by record, and the first of its rejected rows."""
    if made.is_waiting:
        return redirect("import-preview", made.public_id)
    at = now()
    pages = Paginator(made.changes.select_related("organisation"), 25)
    # The import counted them when it made them.
    pages.count = made.created + made.all_changed
    changes = pages.get_page(request.GET.get("strona"))
    places = Places.load()
    context = {
        "made": made,
        "counts": counts({name: getattr(made, name) for name in COUNTS}, of_register=bool(made.register)),
        "undone": undone(made),
        "page": changes,
        "rows": [(each, differences(each.before, each.after, places)) for each in changes],
        "rejections": list(made.rejections.all()[:SHOWN]),
        "shown": SHOWN,
        "row_label": _("Pytanie") if made.register else _("Wiersz"),
        "raw_label": _("Odpowiedź") if made.register else _("Treść wiersza"),
        "job": _job(request, made, at) if not made.finished_at or (made.undo_asked_at and not made.undone_at) else None,
        "may_undo": access.may_undo(request.actor, made, at)[0] and not made.undo_asked_at,
    }
    return render(request, "ngo/registry/import_page.html", context)


@page(access.imports, may=access.may_undo, kinds=READERS)
def import_undo(request: Request, made: Import) -> HttpResponse:
    """Take back what an import did, with the reason."""
    if made.undo_asked_at or not made.can_be_undone:
        return redirect("import-page", made.public_id)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        files.ask_to_undo(made, **form.cleaned_data, actor=request.actor, at=now())
        return redirect("import-page", made.public_id)
    return render(
        request, "ngo/registry/import_undo.html", {"made": made, "form": form}, status=status_of(request, form)
    )


@page(access.imports, kinds=READERS, personal=True)
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
    record.confirm(organisation, actor=request.actor, at=now())
    messages.success(request, _("Potwierdzono dane organizacji."))
    return redirect("organisation-page", organisation.public_id)


@signed_in(*READERS)
def to_confirm(request: Request) -> HttpResponse:
    """What waits for the office: requests to act for organisations, those that declared themselves, those for which nobody signs."""
    at = now()
    asked = list(access.requests(request.actor, at)[:100])
    log_personal_read(request.actor, "to_confirm", *asked, at=at)
    context = {
        "requests": asked,
        "panels": panels("organisations-to-confirm", request.actor, None, at),
        "declared": list(access.declared(request.actor, at).order_by("pk")[:100]),
        "left": list(access.without_signatory(request.actor, at)[:100]),
    }
    return render(request, "ngo/registry/to_confirm.html", context)


@page(access.requests, may=access.may_decide, kinds=STAFF, personal=True)
def decide(request: Request, asked: Representation) -> HttpResponse:
    """Let a person act for an organisation, or not."""
    at = now()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = request.POST.get("decision") == "grant"
        people.decide_request(asked, granted=granted, **form.cleaned_data, actor=request.actor, at=at)
        messages.success(request, _("Zapisano decyzję i powiadomiono osobę."))
        return redirect("organisations-to-confirm")
    context = {
        "asked": asked,
        "form": form,
        "finding": register_says(asked),
        "people": list(access.people(request.actor, asked.organisation, at)),
        "former": list(access.former(request.actor, asked.organisation, at)[:20]),
    }
    return render(request, "ngo/registry/decide.html", context, status=status_of(request, form))
