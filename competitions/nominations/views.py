"""Pages of nominations: the organisation's, the person's, the office's."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.nominations import access, actions, queries
from competitions.nominations.forms import NominationForm, RefuseForm, VerifyForm
from competitions.nominations.models import Nomination
from competitions.nominations.states import State
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.refused import refusal_on, status_of
from ngo.registry.access import inside
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Organisation
from office.structure.access import is_staff

PER_PAGE = 50


@page(inside, may=access.may_nominate, kinds=ORGANISATION, personal=True)
def nominate(request: Request, organisation: Organisation) -> HttpResponse:
    """Whom the organisation indicates for panels, and indicating a person."""
    at = now()
    form = NominationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.nominate(organisation, **form.values(), actor=request.actor, at=at)
            messages.success(request, _("Prośba o zgodę jest wysłana do tej osoby."))
            return redirect("nominations-own", organisation.public_id)
    context = {
        "organisation": organisation,
        "form": form,
        "rows": list(access.of_organisation(request.actor, at)),
        "may_nominate": access.may_nominate(request.actor, organisation, at)[0],
    }
    return render(request, "competitions/nominations/nominate.html", context, status=status_of(request, form))


@page(access.of_organisation, may=access.may_withdraw, kinds=ORGANISATION)
@require_POST
def withdraw(request: Request, nomination: Nomination) -> HttpResponse:
    """The organisation takes its word back."""
    actions.withdraw(nomination, actor=request.actor, at=now())
    messages.success(request, _("Wskazanie jest wycofane."))
    return redirect("nominations-own", nomination.organisation.public_id)


@signed_in()
@page(access.about_me, may=access.may_answer, personal=True)
def answer(request: Request, nomination: Nomination) -> HttpResponse:
    """The person reads who indicated them and agrees or not."""
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        (actions.consent if agrees else actions.decline)(nomination, actor=request.actor, at=now())
        messages.success(request, _("Dziękujemy, zapisano Twoją odpowiedź."))
        return redirect("nomination", nomination.public_id)
    context = {"nomination": nomination, "live": nomination.state in (State.CONSENTED, State.LISTED)}
    return render(request, "competitions/nominations/answer.html", context)


@signed_in(*access.READERS)
def nominations(request: Request) -> HttpResponse:
    """The list of candidates and what waits to be verified."""
    at = now()
    rows = access.received(request.actor, at)
    waiting = list(rows.filter(state=State.CONSENTED)[:PER_PAGE])
    listed = queries.pool(localdate(at))
    others = Paginator(rows.exclude(state__in=(State.CONSENTED, State.LISTED)), PER_PAGE).get_page(
        request.GET.get("strona")
    )
    log_personal_read(request.actor, "nominations", *waiting, *listed, *others, at=at)
    context = {"waiting": waiting, "listed": listed, "others": others}
    return render(request, "competitions/nominations/nominations.html", context)


@page(access.received, may=access.may_verify, kinds=access.READERS, personal=True)
def nomination(request: Request, nomination: Nomination) -> HttpResponse:
    """One nomination: put the person on the list, or not."""
    on = localdate()
    form = VerifyForm(request.POST or None, initial={"valid_to": date(on.year + 1, 12, 31)})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, nomination):
            actions.verify(nomination, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Osoba jest na liście kandydatów."))
            return redirect("nominations")
    return render(
        request,
        "competitions/nominations/nomination.html",
        _shown(request, nomination, form=form),
        status=status_of(request, form),
    )


def _shown(request: Request, nomination: Nomination, **forms: Any) -> dict[str, Any]:
    return {
        "nomination": nomination,
        "verifies": is_staff(request.actor) and nomination.state == State.CONSENTED,
        "form": VerifyForm(),
        "refuse_form": RefuseForm(),
        **forms,
    }


@page(access.received, may=access.may_verify, kinds=access.READERS, personal=True)
@require_POST
def refuse(request: Request, nomination: Nomination) -> HttpResponse:
    """Do not put the person on the list, with the reason."""
    form = RefuseForm(request.POST)
    if form.is_valid():
        with refusal_on(form, nomination):
            actions.refuse(nomination, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Osoba i organizacja dostały powód."))
            return redirect("nominations")
    context = _shown(request, nomination, refuse_form=form)
    return render(request, "competitions/nominations/nomination.html", context, status=status_of(request, form))
