"""The consolidated card as its organisation reads it."""

from django.http import HttpResponse
from django.shortcuts import render

from competitions.consolidated import access
from competitions.consolidated.queries import Round
from competitions.offers.models import Offer
from core.accounts.hats import AUDITOR
from core.web.page import Request, page
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF


@page(access.visible, kinds=(*ORGANISATION, *STAFF, AUDITOR.code))
def consolidated(request: Request, offer: Offer) -> HttpResponse:
    """Points, reasons, where the offer stands and how far it is from a grant."""
    context = {
        "offer": offer,
        "competition": offer.competition,
        "card": Round([offer]).card(offer),
    }
    return render(request, "competitions/consolidated/consolidated.html", context)
