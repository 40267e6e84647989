"""Institutions as everyone sees them: the list with filters, the page of one, tables to download."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from core.audit.ledger import history
from core.web.page import Request, log_personal_read, page, public
from ngo.contacts import access
from ngo.contacts.forms import InstitutionFilter, StaffFilter
from ngo.contacts.models import Institution, InstitutionQuerySet
from ngo.contacts.presentation import FILES, columns, facts, row, table
from ngo.contacts.queries import asked_for
from office.structure.access import is_staff

PAGE = 25


def _filtered(request: Request) -> tuple[InstitutionFilter, InstitutionQuerySet]:
    at = now()
    form = (StaffFilter if access.is_inside(request.actor) else InstitutionFilter)(request.GET)
    form.is_valid()
    rows = access.visible(request.actor, at)
    return form, asked_for(rows, getattr(form, "cleaned_data", {}), on=localdate(at))


@public
@require_safe
def institutions(request: Request) -> HttpResponse:
    """Institutions that serve organisations, in Polish order: by name, kind and county."""
    inside, on = access.is_inside(request.actor), localdate(now())
    form, rows = _filtered(request)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "filter": form,
        "page": shown,
        "columns": columns(inside=inside),
        "rows": [row(each, inside=inside, closed=not each.works(on)) for each in shown],
        "staff": is_staff(request.actor),
        "inside": inside,
        "asked": request.GET.urlencode(),
    }
    return render(request, "ngo/contacts/institutions.html", context)


@public
@require_safe
def export(request: Request, ending: str) -> HttpResponse:
    """The institutions of the filter as CSV or XLSX; persons only for the office, which is noted."""
    inside = access.is_inside(request.actor)
    write, kind = FILES.get(ending, (None, ""))
    if write is None:
        raise Http404
    _form, rows = _filtered(request)
    found = list(rows.prefetch_related("area"))
    if inside:
        log_personal_read(request.actor, "institutions_export", *(each for each in found if each.person), at=now())
    response = HttpResponse(write(table(found, inside=inside)), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="instytucje.{ending}"'
    return response


@page(access.visible)
@require_safe
def institution_page(request: Request, institution: Institution) -> HttpResponse:
    """One institution; the office also sees the person whom it talks to, its note and the history."""
    at, actor = now(), request.actor
    inside = access.is_inside(actor)
    if inside:
        log_personal_read(actor, "institution_page", institution, at=at)
    context = {
        "institution": institution,
        "facts": facts(institution),
        "inside": inside,
        "staff": is_staff(actor),
        "works": institution.works(localdate(at)),
        "entries": list(history(institution)) if inside else [],
    }
    return render(request, "ngo/contacts/institution_page.html", context)
