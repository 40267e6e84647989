"""The public directory: the list with search and facets, the picture of the counties, and the list to take away."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.kinds import XLSX
from core.tables.spreadsheet import csv_lines, json_lines, xlsx_lines
from core.web.page import Request, public
from core.web.templatetags.polish import NBSP
from ngo.registry import access
from ngo.registry.exports import Exported, exported, headings
from ngo.registry.filters import Directory, OrganisationFilter
from ngo.registry.models import Organisation
from ngo.registry.picture import county_picture
from ngo.registry.queries import in_order
from office.structure.access import is_staff

PAGE = 25


class Counted(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.known = count

    @cached_property
    def count(self) -> int:
        return self.known


@public
@require_safe
def organisations(request: Request) -> HttpResponse:
    """Organisations in Polish order: by words, numbers and places, by county, legal form, sphere, OPP."""
    at, staff = now(), is_staff(request.actor)
    asked = _asked(request, at)
    directory = Directory(asked)
    page = _page(asked, directory.total, request.GET.get("strona"))
    address = request.GET.copy()
    address.pop("strona", None)
    context = {
        "asked": asked,
        "facets": directory.facets(),
        "remarks": asked.remarks,
        "narrowed": bool(asked.asked),
        "by_people": access.sees_people(request.actor),
        "page": page,
        "columns": [
            {"label": each} for each in (_("Nazwa"), _("Numer"), _("Siedziba"), _("Powiat"), _("Forma prawna"))
        ],
        "rows": [_row(each) for each in page],
        "address": address.urlencode(),
        "picture": county_picture(directory.by_county(), asked.asked.get("powiat", ""), _to_county(address)),
        "elsewhere": directory.elsewhere(),
        "staff": staff,
        "waiting": staff and access.waiting(request.actor, at),
    }
    return render(request, "ngo/registry/organisations.html", context)


def _asked(request: Request, at: datetime) -> OrganisationFilter:
    return OrganisationFilter(request.GET, queryset=access.visible(request.actor, at), request=request)


def _page(asked: OrganisationFilter, count: int, number: str | None) -> Page[Organisation]:
    rows = asked.narrowed()
    page: Page[Any] = Counted(rows, PAGE, count=count).get_page(number)
    start = (page.number - 1) * PAGE
    page.object_list = in_order(rows, start, start + PAGE) if count else []
    return page


def _to_county(address: QueryDict) -> str:
    """The address of the list as it is narrowed, but for the county, which is to follow."""
    rest = address.copy()
    rest.pop("powiat", None)
    return f"{reverse('organisations')}?{rest.urlencode()}{'&' if rest else ''}powiat="


# What no cell of the list has; a key that is missing costs a template more to look for than a key that is empty.
BARE = {"number": False, "tone": "", "state": ""}


def _row(organisation: Organisation) -> dict[str, Any]:
    cells = [
        {"text": organisation.name, "tag": _standing(organisation)},
        {"text": organisation.register_line.replace("KRS ", f"KRS{NBSP}"), "label": _("Numer"), **BARE},
        {"text": organisation.city, "label": _("Siedziba"), **BARE},
        {"text": organisation.county or "", "label": _("Powiat"), **BARE},
        {"text": organisation.form_name, "label": _("Forma prawna"), **BARE},
    ]
    return {"url": reverse("organisation-page", args=[organisation.public_id]), "cells": cells}


def _standing(organisation: Organisation) -> str:
    if organisation.deleted_on:
        return _("wykreślona z rejestru")
    return _("w likwidacji") if organisation.in_liquidation else ""


@public
@require_safe
def as_csv(request: Request) -> HttpResponseBase:
    """What the list shows, narrowed the same way, as CSV; streamed, of any length."""
    lines = csv_lines(headings(), (row.texts() for row in _asked_for(request)))
    return _file(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "csv")


@public
@require_safe
def as_json(request: Request) -> HttpResponseBase:
    """The same as a list of JSON objects; streamed, of any length."""
    lines = json_lines(row.values for row in _asked_for(request))
    return _file(StreamingHttpResponse(lines, content_type="application/json"), "json")


@public
@require_safe
def as_xlsx(request: Request) -> HttpResponseBase:
    """The same as a workbook; streamed, of any length."""
    lines = xlsx_lines(_("Organizacje"), headings(), (row.texts() for row in _asked_for(request)))
    return _file(StreamingHttpResponse(lines, content_type=XLSX.mime), "xlsx")


def _asked_for(request: Request) -> Iterator[Exported]:
    return exported(_asked(request, now()).narrowed(), _site(request))


def _site(request: Request) -> str:
    return request.build_absolute_uri(reverse("organisations"))


def _file(response: HttpResponseBase, ending: str) -> HttpResponseBase:
    name = f"organizacje-{localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
