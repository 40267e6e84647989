"""Who evaluates an offer: by hand, one expert at a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from competitions.evaluation import access, candidates
from competitions.evaluation.actions import cards
from competitions.evaluation.forms import AssignmentForm
from competitions.experts.access import visible as visible_experts
from competitions.offers.models import Offer
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from office.structure.hats import STAFF


@page(access.offers, may=access.may_check, kinds=STAFF, personal=True)
def assign(request: Request, offer: Offer) -> HttpResponse:
    """Give an offer to an expert, by hand: those who fit best and are free first, each with what ties them to the applicants."""
    at = now()
    rows = candidates.candidates(offer, at)
    form = AssignmentForm(request.POST or None, experts=visible_experts(request.actor, at), candidates=rows)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            cards.assign(offer, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Oferta jest przydzielona. Ekspert dostał wiadomość."))
            return redirect("evaluation-progress", offer.competition.public_id)
    context = {
        "offer": offer,
        "form": form,
        "candidates": rows,
        "cards": list(access.cards(request.actor, at).filter(offer=offer)),
    }
    return render(request, "competitions/evaluation/assign.html", context, status=status_of(request, form))
