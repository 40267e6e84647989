"""The list of experts: the office's list and record of each, the expert's own page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.experts import access, actions
from competitions.experts.forms import AbsenceForm, ExpertFilter, ExpertForm, LimitForm, ReasonForm
from competitions.experts.hats import EXPERT
from competitions.experts.models import Absence, Expert
from core.audit.ledger import history
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from law.spheres import sphere
from office.structure.access import is_staff

PER_PAGE = 50


@signed_in(*access.READERS)
def experts(request: Request) -> HttpResponse:
    """The list of experts with fields, limits and who is away, and what is at work around it."""
    at = now()
    form = ExpertFilter(request.GET)
    rows = access.visible(request.actor, at).order_by("user__sort_key", "pk").prefetch_related("absences")
    shown = Paginator(form.narrowed(rows), PER_PAGE).get_page(request.GET.get("strona"))
    on = localdate(at)
    row: Any
    for row in shown:
        row.names = [sphere(code) for code in row.spheres]
        row.away = next((each for each in row.absences.all() if each.away_from <= on <= each.away_to), None)
    log_personal_read(request.actor, "experts", *shown, at=at)
    context = {"page": shown, "filter": form, "panels": panels("experts-office", request.actor, None, at)}
    return render(request, "competitions/experts/experts.html", context)


@page(access.visible, may=access.may_keep, kinds=access.READERS, personal=True)
def expert(request: Request, expert: Expert) -> HttpResponse:
    """The record of an expert: fields, limit, absences, state, history."""
    form = ExpertForm(request.POST or None, on=localdate(), initial={"spheres": expert.spheres, "limit": expert.limit})
    return _done(request, expert, "form", form, actions.revise, _("Zapisano dane eksperta."))


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def expert_work(request: Request, expert: Expert) -> HttpResponse:
    """What later stages know of an expert: how they work, their contracts, how they came to the list."""
    context = {"expert": expert, "panels": panels("expert-work", request.actor, expert, now())}
    return render(request, "competitions/experts/work.html", context)


def _context(request: Request, expert: Expert, **forms: Any) -> dict[str, Any]:
    at = now()
    return {
        "expert": expert,
        "names": [sphere(code) for code in expert.spheres],
        "absences": list(expert.absences.filter(away_to__gte=localdate(at))),
        "staff": is_staff(request.actor),
        "form": ExpertForm(on=localdate(at), initial={"spheres": expert.spheres, "limit": expert.limit}),
        "absence_form": AbsenceForm(prefix="nieobecnosc"),
        "reason_form": ReasonForm(),
        "held": actions.open_cards(expert),
        "history": list(history(expert)),
        **forms,
    }


def _done(
    request: Request, expert: Expert, name: str, form: forms.BaseForm, verb: Callable[..., Any], said: str
) -> HttpResponse:
    """Do what a form of the record asks, or show the record with what is wrong on that form."""
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, expert):
            verb(expert, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, said)
            return redirect("expert-record", expert.public_id)
    context = _context(request, expert, **{name: form})
    return render(request, "competitions/experts/expert.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=access.READERS, personal=True)
@require_POST
def absence(request: Request, expert: Expert) -> HttpResponse:
    """The office notes days on which the expert is away."""
    form = AbsenceForm(request.POST, prefix="nieobecnosc")
    return _done(request, expert, "absence_form", form, actions.add_absence, _("Zapisano nieobecność."))


@page(access.visible, may=access.may_keep, kinds=access.READERS, personal=True)
@require_POST
def suspend(request: Request, expert: Expert) -> HttpResponse:
    """Suspend the expert."""
    form = ReasonForm(request.POST)
    return _done(request, expert, "reason_form", form, actions.suspend, _("Ekspert jest zawieszony i dostał powód."))


@page(access.visible, may=access.may_keep, kinds=access.READERS, personal=True)
@require_POST
def resume(request: Request, expert: Expert) -> HttpResponse:
    """Put the expert back on the list."""
    form = ReasonForm(request.POST)
    return _done(request, expert, "reason_form", form, actions.resume, _("Ekspert wrócił na listę."))


@page(access.visible, may=access.may_keep, kinds=access.READERS, personal=True)
@require_POST
def remove(request: Request, expert: Expert) -> HttpResponse:
    """Strike the expert off the list; their open cards come back to the office."""
    form = ReasonForm(request.POST)
    return _done(
        request,
        expert,
        "reason_form",
        form,
        actions.remove,
        _("Ekspert jest skreślony z listy. Niezłożone karty wróciły do urzędu."),
    )


@page(access.absences, may=access.may_drop)
@require_POST
def drop_absence(request: Request, absence: Absence) -> HttpResponse:
    """Take an absence back: the expert, or the office."""
    expert = absence.expert
    actions.drop_absence(absence, actor=request.actor, at=now())
    messages.success(request, _("Usunięto nieobecność."))
    return redirect("expert-own") if request.actor.wears(EXPERT.code) else redirect("expert-record", expert.public_id)


@signed_in(EXPERT.code)
def own(request: Request) -> HttpResponse:
    """The expert's own page: data, fields, limit, days away, what the office pays."""
    at = now()
    expert = access.own(request.actor, at)
    limit = LimitForm(request.POST if "save_limit" in request.POST else None, initial={"limit": expert.limit})
    away = AbsenceForm(request.POST if "save_absence" in request.POST else None, prefix="nieobecnosc")
    asked = limit if "save_limit" in request.POST else away
    may = access.may_keep_own(request.actor, expert, at)[0]
    if request.method == "POST" and may and asked.is_bound and asked.is_valid():
        with refusal_on(asked, expert):
            if asked is limit:
                actions.revise(expert, spheres=expert.spheres, **limit.cleaned_data, actor=request.actor, at=at)
            else:
                actions.add_absence(expert, **away.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano."))
            return redirect("expert-own")
    context = {
        "expert": expert,
        "names": [sphere(code) for code in expert.spheres],
        "absences": list(expert.absences.filter(away_to__gte=localdate(at))),
        "limit_form": limit,
        "absence_form": away,
        "panels": panels("expert-own", request.actor, expert, at),
    }
    return render(request, "competitions/experts/own.html", context, status=status_of(request, asked))
