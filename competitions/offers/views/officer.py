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
from core.workflow.refusal import Refusal
from office.structure.hats import STAFF


@page(access.visible, may=access.may_receive, kinds=STAFF)
def receive(request: Request, offer: Offer) -> HttpResponse:
    """Receive the signed confirmation: its checksum says which version it confirms."""
    at = now()
    form = ReceiveForm(request.POST or None, at=at)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm(offer, **form.cleaned_data, actor=request.actor, at=at)
        except Refusal as refusal:
            refused = refusal.sentences
        else:
            messages.success(request, _("Potwierdzenie jest przyjęte."))
            return redirect("evaluation-progress", offer.competition.public_id)
    status = 409 if refused else 400 if request.method == "POST" else 200
    context = {"offer": offer, "form": form, "refused": refused, "reason_form": ReasonForm()}
    return render(request, "competitions/offers/receive.html", context, status=status)


@page(access.visible, may=access.may_receive, kinds=STAFF)
@require_POST
def leave(request: Request, offer: Offer) -> HttpResponse:
    """Leave an offer unexamined for want of a confirmation."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Podaj powód pozostawienia oferty bez rozpatrzenia."))
        return redirect("offer-receive", offer.public_id)
    actions.leave_unexamined(offer, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
    return redirect("evaluation-progress", offer.competition.public_id)
