"""What ties the expert of a card to the applicants: the officer decides whether the card stays, the expert may refuse it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from competitions.evaluation import access, candidates
from competitions.evaluation.actions import cards, links
from competitions.evaluation.forms import ReasonForm
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import GONE
from competitions.experts.hats import EXPERT
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from office.structure.hats import STAFF


@page(access.cards_of_office, may=access.may_decide_links, kinds=(*STAFF, "auditor"), personal=True)
def card_links(request: Request, card: ScoreCard) -> HttpResponse:
    """What is found now of a card's expert and the applicants; keep the card with a reason, or take it back."""
    at = now()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusal_on(form, card):
            if "keep" in request.POST:
                links.keep_card(card, reason=reason, actor=request.actor, at=at)
                messages.success(request, _("Karta zostaje u eksperta. Powód jest w księdze zdarzeń."))
                return redirect("evaluation-progress", card.offer.competition.public_id)
            cards.take_back(card, reason=reason, actor=request.actor, at=at)
            messages.success(request, _("Karta jest odebrana. Wybierz innego eksperta."))
            return redirect("card-assign", card.offer.public_id)
    ((_card, found),) = candidates.findings([card], at)
    context: dict[str, Any] = {
        "card": card,
        "offer": card.offer,
        "found": found,
        "form": form,
        "on": localdate(at),
        "live": card.state not in GONE,
        "may_decide": access.may_decide_links(request.actor, card, at)[0],
    }
    return render(request, "competitions/evaluation/card_links.html", context, status=status_of(request, form))


@page(access.own_cards, may=access.may_declare, kinds=(EXPERT.code,))
def refuse(request: Request, card: ScoreCard) -> HttpResponse:
    """The expert will not evaluate an offer and says why."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, card):
            cards.refuse_card(card, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.info(request, _("Odmowa jest zapisana. Urząd da tę ofertę innej osobie."))
            return redirect("expert-desk")
    context = {"card": card, "form": form}
    return render(request, "competitions/evaluation/refuse.html", context, status=status_of(request, form))
