"""Pages of programmes: public list and page, and the staff's editing and decisions."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.audit.ledger import history
from core.publications.queries import bip_footer
from core.web.page import Request, page, public, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from law.programme import adoption_due, report_due
from ngo.programmes import access, actions
from ngo.programmes.forms import AimFormSet, NewProgrammeForm, ProgrammeForm, ResolutionChoice, TaskFormSet
from ngo.programmes.models import Programme
from ngo.programmes.states import State
from office.board.models import Body
from office.structure.access import is_staff
from office.structure.access import offered as offered_units
from office.structure.hats import STAFF


@public
def programmes(request: Request) -> HttpResponse:
    """Programmes of all years, newest first."""
    rows = access.visible(request.actor, now()).order_by("-year")
    context = {"rows": rows, "staff": is_staff(request.actor), "form": NewProgrammeForm()}
    return render(request, "ngo/programmes/programmes.html", context)


@signed_in(*STAFF)
@require_POST
def start(request: Request) -> HttpResponse:
    """Begin the programme of a year."""
    form = NewProgrammeForm(request.POST)
    at = now()
    if not form.is_valid():
        rows = access.visible(request.actor, at).order_by("-year")
        context = {"rows": rows, "staff": True, "form": form}
        return render(request, "ngo/programmes/programmes.html", context, status=400)
    year = form.cleaned_data["year"]
    title = _("Program współpracy z organizacjami pozarządowymi na %(year)s rok") % {"year": year}
    programme = actions.draft(year, title=title, actor=request.actor, at=at)
    return redirect("programme-edit", programme.public_id)


@page(access.visible)
def programme_page(request: Request, programme: Programme) -> HttpResponse:
    """One programme: aims, tasks, funds, terms, decisions."""
    return render(request, "ngo/programmes/programme_page.html", _context(request, programme))


def _context(request: Request, programme: Programme, **forms: Any) -> dict[str, Any]:
    at = now()
    staff = is_staff(request.actor)
    body = Body.ASSEMBLY if programme.state == State.PROPOSED else Body.BOARD
    return {
        "programme": programme,
        "aims": list(programme.aims.all()),
        "tasks": list(programme.tasks.select_related("unit")),
        "adoption_due": adoption_due(programme.year),
        "report_due": report_due(programme.year),
        "staff": staff,
        "moves": programme.MACHINE.possible(programme.state) if staff else [],
        "resolution_form": ResolutionChoice(body=body),
        # A public programme says in its footer who published and changed it; before that staff follow its history.
        "history": list(history(programme)) if staff and programme.state not in access.OPEN_TO_ALL else [],
        "panels": panels("programme-page", request.actor, programme, at),
        "bip": bip_footer(programme),
        **forms,
    }


@page(access.visible, may=access.may_edit, kinds=STAFF)
def edit(request: Request, programme: Programme) -> HttpResponse:
    """Edit a draft: its text, aims and tasks on one page."""
    at = now()
    added = with_row_added(request.POST)
    data = added or request.POST or None
    # A copy: validating a model form writes into its instance, and the action must see the row as it was.
    form = ProgrammeForm(data, instance=copy(programme))
    saved_aims = programme.aims.values("text", "indicator", "target", "source")
    saved_tasks = programme.tasks.values("sphere", "title", "unit", "planned_funds")
    # What is posted is the whole list: beside it, Django would take a row equal to a saved one for an empty one.
    aims = AimFormSet(data, prefix="aims", initial=None if data else list(saved_aims))
    tasks = TaskFormSet(
        data,
        prefix="tasks",
        initial=None if data else list(saved_tasks),
        form_kwargs={"on": localdate(at), "units": offered_units(request.actor, at)},
    )
    if added:
        unchecked(form), unchecked(aims), unchecked(tasks)
    elif request.method == "POST" and form.is_valid() and aims.is_valid() and tasks.is_valid():
        values = form.cleaned_data
        with refusal_on(form, programme):
            actions.revise(programme, values=values, aims=_rows(aims), tasks=_rows(tasks), actor=request.actor, at=at)
            messages.success(request, _("Zapisano projekt programu."))
            return redirect("programme-page", programme.public_id)
    status = 200 if added else status_of(request, form)
    context = {"programme": programme, "form": form, "aims": aims, "tasks": tasks}
    return render(request, "ngo/programmes/edit.html", context, status=status)


def _rows(formset: Any) -> list[dict[str, Any]]:
    """The rows that were filled and not marked for deletion."""
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in formset
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


@page(access.visible, may=access.may_advance, kinds=STAFF)
@require_POST
def advance(request: Request, programme: Programme, verb: str) -> HttpResponse:
    """Record a decision: the Board's, the assembly's, publication, return."""
    at = now()
    if verb in ("propose", "adopt"):
        form = ResolutionChoice(request.POST, body=Body.BOARD if verb == "propose" else Body.ASSEMBLY)
        decide = actions.propose if verb == "propose" else actions.adopt
        done = False
        if form.is_valid():
            with refusal_on(form, programme):
                decide(programme, resolution=form.cleaned_data["resolution"], actor=request.actor, at=at)
                done = True
        if not done:
            context = _context(request, programme, resolution_form=form)
            return render(request, "ngo/programmes/programme_page.html", context, status=status_of(request, form))
    elif verb == "send_back":
        actions.send_back(programme, reason=request.POST.get("reason", ""), actor=request.actor, at=at)
    else:
        actions.publish(programme, actor=request.actor, at=at)
    messages.success(request, _("Zapisano. Stan programu: %(state)s.") % {"state": programme.get_state_display()})
    return redirect("programme-page", programme.public_id)
