"""Pages of the office: the public one, the directory, the staffing that heads keep."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.publications.queries import list_footer
from core.web.page import Request, page, public, signed_in
from core.web.refused import refusal_on, status_of
from core.web.templatetags.polish import data
from office.structure import access, actions, presentation, queries
from office.structure.forms import AppointmentForm, DirectoryFilter, PowerForm, ReorganisationForm
from office.structure.hats import HEAD, STAFF
from office.structure.models import Appointment, Reorganisation, Unit
from office.structure.states import State


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
    at = now()
    posts, units = queries.posts(), queries.mandate(access.offered(request.actor, at), request.actor, localdate(at))
    rows = presentation.tree([(row.unit, [head.name for head in row.heads]) for row in units], posts)
    context = {"units": units, "posts": posts, "bip": bip, "chart": presentation.chart(rows)}
    return render(request, "office/structure/office_page.html", context)


@signed_in(*access.READERS)
@require_safe
def mandate_work(request: Request) -> HttpResponse:
    """Every task of the units that one follows: what carries it, who answers for it, how much is at work and how much is late."""
    at = now()
    units = queries.mandate_at_work(access.overseen(request.actor, at), request.actor, at, localdate(at))
    asked = [row for row in units if row.unit.code == request.GET.get("komorka")]
    narrowed, units = len(asked) < len(units) and bool(asked), asked or units
    return render(request, "office/structure/mandate_work.html", {"units": units, "narrowed": narrowed})


@public
def directory(request: Request) -> HttpResponse:
    """Who works where: name, post, room, phone; found by a word or by the unit."""
    at = now()
    asked = DirectoryFilter(request.GET or None, units=access.offered(request.actor, at))
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
        "bip": list_footer("office.appointment", "appoint_person", "revise_appointment"),
    }
    return render(request, "office/structure/directory.html", context)


@signed_in(*access.READERS_OF_CHANGES)
@require_safe
def structure(request: Request) -> HttpResponse:
    """Units of today with their former names, those that are no more, and changes that are planned."""
    at = now()
    today = localdate(at)
    units = access.visible(request.actor, at).select_related("successor").prefetch_related("former_names")
    changes = access.reorganisations(request.actor, at)
    context = {
        "rows": [
            {
                "unit": unit,
                "there": unit.valid_to is None or unit.valid_to >= today,
                "may": access.may_reorganise(request.actor, unit, at)[0] and unit.successor is None,
            }
            for unit in units
        ],
        "changes": [(each, access.may_call_off(request.actor, each, at)[0]) for each in changes[:50]],
    }
    return render(request, "office/structure/structure.html", context)


@page(access.visible, may=access.may_reorganise, kinds=access.READERS_OF_CHANGES, lookup="code")
def reorganise(request: Request, unit: Unit) -> HttpResponse:
    """Plan that a unit changes from a day, with what passes on in sight."""
    at = now()
    allowed, reason = access.may_reorganise(request.actor, unit, at)
    if not allowed:
        raise PermissionDenied(reason)
    others = access.offered(request.actor, at).exclude(pk=unit.pk)
    form = ReorganisationForm(request.POST or None, successors=others)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, unit):
            made = actions.plan_reorganisation(unit, **form.cleaned_data, actor=request.actor, at=at)
            done = _("Wykonano zmianę.") if made.state == State.DONE else _("Zaplanowano zmianę od %(day)s.")
            messages.success(request, done % {"day": data(made.starts_on)})
            return redirect("structure")
    context = {"form": form, "unit": unit, "passing": queries.passing_on(unit, at, localdate(at))}
    return render(request, "office/structure/reorganise.html", context, status=status_of(request, form))


@page(access.reorganisations, may=access.may_call_off, kinds=access.READERS_OF_CHANGES)
@require_POST
def call_off(request: Request, reorganisation: Reorganisation) -> HttpResponse:
    """Call a planned change off."""
    actions.call_off(reorganisation, actor=request.actor, at=now())
    messages.success(request, _("Odwołano zmianę."))
    return redirect("structure")


@signed_in(*STAFF)
def powers(request: Request) -> HttpResponse:
    """Who in the unit may do what: all, until its head leaves something to some."""
    at = now()
    unit = queries.own_unit(request.actor)
    edits, reason = access.may_give_powers(request.actor, at)
    if unit is None:
        raise PermissionDenied(reason)
    known, officers = queries.capabilities(unit), queries.officers(unit)
    form = PowerForm(request.POST or None, officers=officers)
    if request.method == "POST":
        if not edits:
            raise PermissionDenied(reason)
        if form.is_valid() and form.cleaned_data["capability"] in dict(known):
            with refusal_on(form):
                actions.give_power(unit, **form.cleaned_data, actor=request.actor, at=at)
                messages.success(request, _("Zapisano, kto może."))
                return redirect("powers")
    given, people = queries.powers_of(unit), list(officers)
    rows = [
        {
            "code": code,
            "words": words,
            "people": [(hat, hat.pk in given.get(code, [])) for hat in people],
            "given": given.get(code),
        }
        for code, words in known
    ]
    context = {"unit": unit, "rows": rows, "edits": edits, "form": form, "has_people": bool(people)}
    return render(request, "office/structure/powers.html", context, status=status_of(request, form))


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
    form = AppointmentForm(
        request.POST or None, colleagues=queries.colleagues(unit, localdate(at)), tasks=queries.tasks_of(unit)
    )
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
        tasks=queries.tasks_of(appointment.unit),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, appointment):
            actions.revise_appointment(appointment, form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano."))
            return redirect("staffing")
    context = {"form": form, "appointment": appointment}
    return render(request, "office/structure/appointment.html", context, status=status_of(request, form))
