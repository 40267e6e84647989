"""Evaluation as its officer runs it: formal checks, panel, experts, progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.evaluation import access, actions, queries
from competitions.evaluation.forms import AssignmentForm, FormalCheckForm, MemberFormSet, PanelForm, possible_members
from competitions.evaluation.prefill import prefilled
from competitions.experts.access import visible as visible_experts
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from office.structure.hats import STAFF


@page(visible_offers, may=access.may_check, kinds=STAFF, personal=True)
def formal_check(request: Request, offer: Offer) -> HttpResponse:
    """The formal card of an offer, with what the system can answer filled in."""
    at = now()
    form = FormalCheckForm(request.POST or None, initial=prefilled(offer))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            check = actions.check_formally(offer, form.answers(), actor=request.actor, at=at)
            text = _("Oferta jest poprawna formalnie.") if check.passed else _("Oferta została odrzucona formalnie.")
            messages.success(request, text)
            return redirect("evaluation-progress", offer.competition.public_id)
    context = {"offer": offer, "form": form}
    return render(request, "competitions/evaluation/formal_check.html", context, status=status_of(request, form))


@page(visible_competitions, kinds=STAFF, personal=True)
def progress(request: Request, competition: Competition) -> HttpResponse:
    """Every offer of a competition with where it stands, and what comes next."""
    panel = access.panels(request.actor, now()).filter(competition=competition).first()
    context = {
        "competition": competition,
        "rows": list(queries.offers_with_progress(competition)),
        "panel": panel,
        "members": list(panel.members.select_related("user")) if panel else [],
    }
    return render(request, "competitions/evaluation/progress.html", context)


@page(visible_competitions, may=access.may_run, kinds=STAFF)
@require_POST
def start(request: Request, competition: Competition) -> HttpResponse:
    """Begin the evaluation on the merits."""
    actions.start_evaluation(competition, actor=request.actor, at=now())
    messages.success(request, _("Rozpoczęto ocenę merytoryczną. Przydziel oferty ekspertom."))
    return redirect("evaluation-progress", competition.public_id)


@page(visible_competitions, may=access.may_run, kinds=STAFF)
def appoint(request: Request, competition: Competition) -> HttpResponse:
    """Appoint the panel."""
    added = with_row_added(request.POST)
    data = added or request.POST or None
    form = PanelForm(data)
    members = MemberFormSet(data, prefix="members", form_kwargs={"people": possible_members()})
    if added:
        unchecked(form), unchecked(members)
    elif request.method == "POST" and form.is_valid() and members.is_valid():
        rows: list[dict[str, Any]] = [
            {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
            for row in members
            if row.cleaned_data and not row.cleaned_data.get("DELETE")
        ]
        with refusal_on(form, competition):
            actions.appoint(competition, members=rows, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Komisja jest powołana. Jej członkowie dostali swoje role."))
            return redirect("evaluation-progress", competition.public_id)
    status = 200 if added else status_of(request, form)
    context = {"competition": competition, "form": form, "members": members}
    return render(request, "competitions/evaluation/appoint.html", context, status=status)


@page(visible_offers, may=access.may_check, kinds=STAFF, personal=True)
def assign(request: Request, offer: Offer) -> HttpResponse:
    """Give an offer to an expert, by hand."""
    at = now()
    form = AssignmentForm(request.POST or None, experts=visible_experts(request.actor, at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            actions.assign(offer, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Oferta jest przydzielona. Ekspert dostał wiadomość."))
            return redirect("evaluation-progress", offer.competition.public_id)
    context = {"offer": offer, "form": form, "cards": list(access.cards(request.actor, at).filter(offer=offer))}
    return render(request, "competitions/evaluation/assign.html", context, status=status_of(request, form))
