"""What is prepared for events: one's own and one's unit's terms; adding, changing, doing and undoing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from office.agenda import access
from office.agenda.actions import preparations as actions
from office.agenda.forms import PreparationForm
from office.agenda.models import Event, Preparation
from office.agenda.presentation import preparation_columns, preparation_row
from office.agenda.queries import staff_people
from office.structure.hats import STAFF

PAGE = 25


@signed_in(*access.READERS)
@require_safe
def preparations(request: Request) -> HttpResponse:
    """What waits to be prepared, what is late on top."""
    at = now()
    rows = access.preparations(request.actor, at).waiting()
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "page": shown,
        "columns": preparation_columns(),
        "rows": [preparation_row(each, localdate(at)) for each in shown],
    }
    return render(request, "office/agenda/preparations.html", context)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def add(request: Request, event: Event) -> HttpResponse:
    """Put one thing on the list of an event."""
    form = PreparationForm(request.POST or None, people=staff_people())
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.add(event, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Dodano do listy przygotowań."))
            return redirect("event", event.public_id)
    context = {"form": form, "event": event}
    return render(request, "office/agenda/preparation.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF)
@require_POST
def add_usual(request: Request, event: Event) -> HttpResponse:
    """Put on the list what its kind of event usually needs."""
    made = len(actions.add_usual(event, actor=request.actor, at=now()))
    told = _("Dodano do listy przygotowań: %(n)s.") % {"n": made}
    messages.success(
        request, told if made else _("Lista ma już wszystko, co zwykle przygotowuje się na takie wydarzenie.")
    )
    return redirect("event", event.public_id)


@page(access.preparations, may=access.may_keep_preparation, kinds=STAFF)
def revise(request: Request, preparation: Preparation) -> HttpResponse:
    """Change what is prepared, who does it or until when; an owner who does not keep the event is led to what they may do."""
    if not access.may_keep_preparation(request.actor, preparation, now())[0]:
        return _back(request, preparation)
    initial = {
        "what": preparation.what,
        "owner": preparation.owner.public_id if preparation.owner else None,
        "due_on": preparation.due_on,
    }
    form = PreparationForm(request.POST or None, people=staff_people(), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.revise(preparation, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Zapisano zmiany."))
            return redirect("event", preparation.event.public_id)
    context = {"form": form, "event": preparation.event, "preparation": preparation}
    return render(request, "office/agenda/preparation.html", context, status=status_of(request, form))


def _back(request: Request, preparation: Preparation) -> HttpResponse:
    """To the event; to the list of terms for an owner who does not see the event."""
    seen = access.visible(request.actor, now()).filter(pk=preparation.event_id).exists()
    return redirect("event", preparation.event.public_id) if seen else redirect("preparations")


@page(access.preparations, may=access.may_prepare, kinds=STAFF)
@require_POST
def do(request: Request, preparation: Preparation) -> HttpResponse:
    """Say that it is prepared."""
    actions.do(preparation, actor=request.actor, at=now())
    return _back(request, preparation)


@page(access.preparations, may=access.may_prepare, kinds=STAFF)
@require_POST
def undo(request: Request, preparation: Preparation) -> HttpResponse:
    """Say that it is not prepared after all."""
    actions.undo(preparation, actor=request.actor, at=now())
    return _back(request, preparation)
