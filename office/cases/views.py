"""Pages of cases and of the file plan."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from core.audit.ledger import history
from core.web.asking import Question, Values, ask_and_return, posted
from core.web.forms import Form
from core.web.page import Request, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from office.cases import access, actions, presentation
from office.cases.forms import CaseFilter, CaseForm, ClassForm, OfficerForm, ReasonForm
from office.cases.models import Case, FileClass
from office.cases.queries import classes_now, found, open_groups
from office.structure.hats import STAFF
from office.structure.queries import own_unit, people_of


@signed_in(*access.READERS)
def cases(request: Request) -> HttpResponse:
    """Cases of the unit, newest first."""
    at = now()
    asked = CaseFilter(request.GET or None)
    values = asked.cleaned_data if asked.is_valid() else {}
    shown = Paginator(found(access.visible(request.actor, at), values, localdate(at)), 25).get_page(
        request.GET.get("strona")
    )
    context = {
        "filter": asked,
        "columns": presentation.columns(),
        "rows": [presentation.row(case) for case in shown],
        "page": shown,
        "registers": request.actor.wears(*STAFF),
    }
    return render(request, "office/cases/cases.html", context)


@signed_in(*STAFF)
def register(request: Request) -> HttpResponse:
    """Give a case its sign."""
    at = now()
    unit = own_unit(request.actor)
    if unit is None:
        raise PermissionDenied(_("Twoja rola nie wskazuje komórki, w której prowadzi się sprawy."))
    form = CaseForm(request.POST or None, classes=classes_now(request.actor, at), groups=open_groups(request.actor, at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            case = actions.register(unit=unit, actor=request.actor, at=at, **form.cleaned_data)
            messages.success(request, _("Zarejestrowano sprawę %(sign)s.") % {"sign": case.sign})
            return redirect("case-page", case.sign)
    return render(request, "office/cases/register.html", {"form": form, "unit": unit}, status=status_of(request, form))


@page(access.visible, kinds=access.READERS, lookup="sign", personal=True)
def case_page(request: Request, case: Case) -> HttpResponse:
    """A case with its metric: who did what, when."""
    at = now()
    context = {
        "case": case,
        "facts": presentation.facts(case),
        "entries": history(case),
        "within": access.visible(request.actor, at).filter(group=case).order_by("number")[:100]
        if case.is_group
        else [],
        "may_keep": access.may_keep(request.actor, case, at)[0],
        "may_cancel": access.may_cancel(request.actor, case, at)[0],
        "panels": panels("case-page", request.actor, case, at),
    }
    return render(request, "office/cases/case_page.html", context)


def _move(
    request: Request, case: Case, form: BaseForm, label: str, act: Callable[[Values], Any], told: str
) -> HttpResponse:
    """A page that asks what one move of a case needs, and makes it."""
    question = Question(label, label, reverse("case-page", args=[case.sign]), f"{case.sign}: {case.title}")
    return ask_and_return(request, question, form, act, told, case)


@page(access.visible, may=access.may_keep, kinds=STAFF, lookup="sign")
def assign(request: Request, case: Case) -> HttpResponse:
    """Give the case to another person of the unit."""
    form = OfficerForm(request.POST or None, people=people_of(case.unit.serving), initial={"officer": case.officer})
    return _move(
        request,
        case,
        form,
        _("Przekaż prowadzenie sprawy"),
        lambda values: actions.assign(case, values["officer"], actor=request.actor, at=now()),
        _("Sprawę prowadzi teraz wskazana osoba."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF, lookup="sign")
def close(request: Request, case: Case) -> HttpResponse:
    """Close the case."""
    form = Form(posted(request))
    return _move(
        request,
        case,
        form,
        _("Zakończ sprawę"),
        lambda _values: actions.close(case, actor=request.actor, at=now()),
        _("Sprawa zakończona. Policzono, do kiedy trzeba ją przechowywać."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF, lookup="sign")
def reopen(request: Request, case: Case) -> HttpResponse:
    """Open a closed case again."""
    form = ReasonForm(request.POST or None)
    return _move(
        request,
        case,
        form,
        _("Wznów sprawę"),
        lambda values: actions.reopen(case, values["reason"], actor=request.actor, at=now()),
        _("Sprawa wznowiona."),
    )


@page(access.visible, may=access.may_cancel, kinds=STAFF, lookup="sign")
def cancel(request: Request, case: Case) -> HttpResponse:
    """Cancel a number registered by mistake."""
    form = ReasonForm(request.POST or None)
    return _move(
        request,
        case,
        form,
        _("Anuluj numer sprawy"),
        lambda values: actions.cancel(case, values["reason"], actor=request.actor, at=now()),
        _("Numer anulowany. Pozostaje zajęty."),
    )


@signed_in(*access.READERS)
def file_plan(request: Request) -> HttpResponse:
    """Classes of the file plan."""
    at = now()
    edits = access.may_keep_plan(request.actor, None, at)[0]
    shown = Paginator(access.classes(request.actor, at), 100).get_page(request.GET.get("strona"))
    context = {
        "columns": presentation.class_columns(),
        "rows": [presentation.class_row(each, edits=edits) for each in shown],
        "page": shown,
        "edits": edits,
    }
    return render(request, "office/cases/file_plan.html", context)


@signed_in(*STAFF)
def enter_class(request: Request) -> HttpResponse:
    """Put a class into the file plan."""
    at = now()
    allowed, reason = access.may_keep_plan(request.actor, None, at)
    if not allowed:
        raise PermissionDenied(reason)
    form = ClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.enter_class(form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Dopisano klasę do wykazu akt."))
            return redirect("file-plan")
    return render(request, "office/cases/class_form.html", {"form": form}, status=status_of(request, form))


@page(access.classes, may=access.may_keep_plan, kinds=STAFF)
def revise_class(request: Request, file_class: FileClass) -> HttpResponse:
    """Change a class or the days between which it is in force."""
    form = ClassForm(request.POST or None, instance=copy(file_class))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, file_class):
            actions.revise_class(file_class, form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Zapisano klasę."))
            return redirect("file-plan")
    context = {"form": form, "file_class": file_class, "entries": history(file_class)}
    return render(request, "office/cases/class_form.html", context, status=status_of(request, form))
