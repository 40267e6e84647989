"""Pages of the office: the public one, the directory, the staffing that heads keep."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from core.web.page import Request, page, public, signed_in
from core.web.refused import refusal_on, status_of
from office.structure import access, actions, presentation, queries
from office.structure.forms import AppointmentForm, DirectoryFilter
from office.structure.hats import HEAD, STAFF
from office.structure.models import Appointment


@public
def office_page(request: Request) -> HttpResponse:
    """Contact, posts, units and every task with what carries it."""
    source = queries.source_page()
    bip = source and {
        "produced_by": source.published_by,
        "published_by": source.published_by,
        "published_at": source.published_at,
        "changed_by": source.changed_by,
        "changed_at": source.changed_at,
    }
    posts, units = queries.posts(), queries.mandate()
    at = now()
    held = access.directory(request.actor, at).valid(localdate(at))
    rows = presentation.tree([row.unit for row in units], posts, held)
    context = {"units": units, "posts": posts, "bip": bip, "chart": presentation.chart(rows)}
    return render(request, "office/structure/office_page.html", context)


@public
def directory(request: Request) -> HttpResponse:
    """Who works where: name, post, room, phone; found by a word or by the unit."""
    at = now()
    asked = DirectoryFilter(request.GET or None, units=queries.units())
    values = asked.cleaned_data if asked.is_valid() else {}
    rows = access.directory(request.actor, at).valid(localdate(at)).matching(values.get("szukaj") or "")
    if values.get("komorka"):
        rows = rows.filter(unit=values["komorka"])
    shown = Paginator(rows, 50).get_page(request.GET.get("strona"))
    context = {
        "filter": asked,
        "columns": presentation.columns(edits=False),
        "rows": [presentation.row(each, edits=False) for each in shown],
        "page": shown,
        "keeps": request.actor.wears(HEAD.code),
    }
    return render(request, "office/structure/directory.html", context)


@signed_in(*STAFF)
def staffing(request: Request) -> HttpResponse:
    """Who holds, held and will hold the posts of one's unit."""
    at = now()
    edits = access.may_keep_people(request.actor, None, at)[0]
    rows = access.directory(request.actor, at).filter(unit__code=request.actor.key)
    shown = Paginator(rows, 50).get_page(request.GET.get("strona"))
    context = {
        "columns": presentation.columns(edits=edits),
        "rows": [presentation.row(each, edits=edits) for each in shown],
        "page": shown,
        "edits": edits,
    }
    return render(request, "office/structure/staffing.html", context)


@signed_in(*STAFF)
def appoint(request: Request) -> HttpResponse:
    """Put a person into a post of one's unit."""
    at = now()
    allowed, reason = access.may_keep_people(request.actor, None, at)
    unit = queries.own_unit(request.actor)
    if not allowed or unit is None:
        raise PermissionDenied(reason)
    form = AppointmentForm(request.POST or None, colleagues=queries.colleagues(unit, localdate(at)))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.appoint(form.cleaned_data, unit=unit, actor=request.actor, at=at)
            messages.success(request, _("Wpisano osobę na stanowisko."))
            return redirect("staffing")
    return render(request, "office/structure/appointment.html", {"form": form}, status=status_of(request, form))


@page(access.directory, may=access.may_keep_people, kinds=STAFF)
def appointment(request: Request, appointment: Appointment) -> HttpResponse:
    """Change where a person is found, who stands in, or until when they hold the post."""
    at = now()
    form = AppointmentForm(
        request.POST or None,
        instance=copy(appointment),
        colleagues=queries.colleagues(appointment.unit, localdate(at)).exclude(pk=appointment.pk),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, appointment):
            actions.revise_appointment(appointment, form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano."))
            return redirect("staffing")
    context = {"form": form, "appointment": appointment}
    return render(request, "office/structure/appointment.html", context, status=status_of(request, form))
