"""Evaluation as an expert sees it: the cards, the declaration, the card beside the offer."""

from copy import copy
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from competitions.evaluation import access, queries
from competitions.evaluation.actions import cards as actions
from competitions.evaluation.forms import CardForm, DeclarationForm
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import CardState
from competitions.experts.hats import EXPERT
from competitions.offers.presentation import sections
from competitions.offers.queries import typed_for
from core.web.autosave import not_saved, saves_itself
from core.web.page import Request, page
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from law.exclusion import grounds


def without_zeros(points: Decimal | None) -> Decimal | None:
    """Points without zeros that say nothing: 17.00 is 17, 20.00 is 20 (and not 2E+1), 12.50 is 12.5 on every database."""
    return points if points is None else points.normalize() if points % 1 else points.quantize(Decimal(1))


@page(access.own_cards, may=access.may_declare, kinds=(EXPERT.code,))
def declare(request: Request, card: ScoreCard) -> HttpResponse:
    """The declaration of impartiality: only the names of the organisations are shown before it."""
    if card.state != CardState.ASSIGNED and request.method != "POST":
        return redirect("score-card", card.public_id)
    form = DeclarationForm(request.POST or None, grounds=grounds(member=False))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, card):
            actions.declare(card, form.cleaned_data, actor=request.actor, at=now())
            if card.state == CardState.EXCLUDED:
                text = _("Dziękujemy. Jesteś wyłączony z oceny tej oferty i nie widzisz już tej sprawy.")
                messages.info(request, text)
                return redirect("expert-desk")
            return redirect("score-card", card.public_id)
    context = {"card": card, "form": form}
    return render(request, "competitions/evaluation/declare.html", context, status=status_of(request, form))


def _next_card(request: Request, card: ScoreCard, at: datetime) -> HttpResponse:
    """The expert's next open card, by its term; the desk after the last."""
    found = queries.next_card(access.own_cards(request.actor, at), card)
    if found is None:
        messages.info(request, _("To była ostatnia otwarta karta."))
        return redirect("expert-desk")
    return redirect("score-card" if found.state == CardState.DECLARED else "card-declare", found.public_id)


@page(access.scored_cards, may=access.may_score, kinds=(EXPERT.code,), personal=True)
def score(request: Request, card: ScoreCard) -> HttpResponse:
    """The score card beside the offer; it may be saved at any time and submitted when complete."""
    at = now()
    criteria = list(queries.criteria_with(card))
    initial: dict[str, Any] = {f"points_{row.pk}": without_zeros(row.given) for row in criteria}
    initial |= {f"why_{row.pk}": row.why or "" for row in criteria}
    version = card.offer.versions.latest("number")
    costs = list(version.costs.all())
    form = CardForm(request.POST or None, instance=copy(card), criteria=criteria, costs=costs, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, card):
            card = actions.save_card(card, scores=form.scores(), values=form.values(), actor=request.actor, at=at)
            if saves_itself(request):
                return JsonResponse({})
            if "submit" in request.POST:
                actions.submit_card(card, actor=request.actor, at=at)
                messages.success(request, _("Karta oceny jest złożona. Dziękujemy."))
                return _next_card(request, card, at) if "next" in request.POST else redirect("expert-desk")
            if "next" in request.POST:
                return _next_card(request, card, at)
            messages.success(request, _("Zapisano kartę. Możesz wrócić do niej później."))
            return redirect("score-card", card.public_id)
    if saves_itself(request):
        return not_saved(request, form)
    known = typed_for(card.offer, version.organisation, settings.OFFICE["organ"], version.partners, version.scope)
    context = {
        "card": card,
        "form": form,
        "sections": sections(version.form_version, version.content, known),
        "maximum": sum((criterion.weighted_max for criterion in criteria), Decimal(0)),
        "questioned": sum((Decimal(row["amount"]) for row in card.questioned), Decimal(0)),
        "open": card.state == CardState.DECLARED or form.is_bound,
        "facts": panels("offer-cards", request.actor, card.offer, at),
    }
    return render(request, "competitions/evaluation/score.html", context, status=status_of(request, form))
