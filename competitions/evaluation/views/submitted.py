"""Submitted cards of an offer beside one another, for staff and the panel; staff return one to its expert."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.evaluation import access, queries
from competitions.evaluation.actions import cards as actions
from competitions.evaluation.forms import ReturnForm
from competitions.evaluation.hats import PANEL
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState
from core.web.page import Request, page
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from office.structure.access import is_staff
from office.structure.hats import STAFF


def _shown(request: Request, offer: Offer, *, returned: ScoreCard | None = None, form: Any = None) -> dict[str, Any]:
    at = now()
    rows = access.cards(request.actor, at).filter(offer=offer, state=CardState.SUBMITTED).defer("offer__content")
    shown = []
    for card in queries.with_scores(rows):
        scores = [(row.criterion, row.points or Decimal(0), row.justification) for row in card.scores.all()]
        versions = list(card.versions.all())
        shown.append(
            {
                "card": card,
                "scores": scores,
                "total": sum((points * criterion.weight for criterion, points, _why in scores), Decimal(0)),
                "earlier": [
                    (each, sum((Decimal(points) for points, _why in each.content["scores"].values()), Decimal(0)))
                    for each in versions[:-1]
                ],
                "reason": versions[-1].reason if versions else "",
                "form": form if returned and card.pk == returned.pk else ReturnForm(auto_id=f"{card.public_id}_%s"),
            }
        )
    return {
        "offer": offer,
        "cards": shown,
        "form": form,
        "facts": panels("offer-cards", request.actor, offer, at),
        "named": is_staff(request.actor),
        "may_return": is_staff(request.actor) and offer.state == OfferState.ACCEPTED,
    }


@page(access.panel_offers, kinds=(*PANEL, *STAFF), personal=True)
def cards_of_offer(request: Request, offer: Offer) -> HttpResponse:
    """The submitted cards of an offer; a panel reads them without the names of the experts."""
    return render(request, "competitions/evaluation/cards_of_offer.html", _shown(request, offer))


@page(access.cards, may=access.may_return, kinds=STAFF)
@require_POST
def return_card(request: Request, card: ScoreCard) -> HttpResponse:
    """Return a submitted card to its expert with a reason."""
    form = ReturnForm(request.POST, auto_id=f"{card.public_id}_%s")
    if form.is_valid():
        with refusal_on(form, card):
            actions.return_card(card, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Karta wróciła do eksperta. Dostał wiadomość z powodem."))
            return redirect("cards-of-offer", card.offer.public_id)
    context = _shown(request, card.offer, returned=card, form=form)
    return render(request, "competitions/evaluation/cards_of_offer.html", context, status=status_of(request, form))
