"""Offers as the office receives them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.offers import access, actions
from competitions.offers.forms import ReasonForm, ReceiveForm
from competitions.offers.models import Offer
from core.web.page import Request, page
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from office.structure.hats import STAFF


@page(access.visible, may=access.may_receive, kinds=STAFF)
def receive(request: Request, offer: Offer) -> HttpResponse:
    """Receive the signed confirmation: its checksum says which version it confirms."""
    at = now()
    form = ReceiveForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            actions.confirm(offer, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Potwierdzenie jest przyjęte."))
            return redirect("evaluation-progress", offer.competition.public_id)
    context = {
        "offer": offer,
        "form": form,
        "reason_form": ReasonForm(),
        "panels": panels("offer-receive", request.actor, offer, at),
    }
    return render(request, "competitions/offers/receive.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_receive, kinds=STAFF)
@require_POST
def leave(request: Request, offer: Offer) -> HttpResponse:
    """Leave an offer unexamined for want of a confirmation."""
    at = now()
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusal_on(form, offer):
            actions.leave_unexamined(offer, reason=form.cleaned_data["reason"], actor=request.actor, at=at)
            messages.success(request, _("Oferta jest pozostawiona bez rozpatrzenia."))
            return redirect("evaluation-progress", offer.competition.public_id)
    context = {
        "offer": offer,
        "form": ReceiveForm(at=at),
        "reason_form": form,
        "panels": panels("offer-receive", request.actor, offer, at),
    }
    return render(request, "competitions/offers/receive.html", context, status=status_of(request, form))
