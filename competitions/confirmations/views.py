"""Reception: one page where a checksum is scanned, and the page on which the receipt is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.confirmations import access, actions, queries
from competitions.confirmations.forms import ReceiveForm, SearchForm, TurnDownForm
from competitions.confirmations.models import Receipt
from competitions.confirmations.recognition import recognise
from competitions.confirmations.refusals import WrongConfirmation
from competitions.offers.access import visible as visible_offers
from competitions.offers.forms import ReasonForm
from competitions.offers.models import Offer, OfferVersion
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from law.competition import deadline_passed
from office.structure.hats import STAFF


@require_safe
@signed_in(*STAFF)
def reception(request: Request) -> HttpResponse:
    """Scan or type a checksum: which offer it is, and whether this paper is the one required now."""
    at = now()
    form = SearchForm(request.GET or None)
    text = form.cleaned_data["suma"] if form.is_valid() else ""
    found = recognise(text, access.versions(request.actor, at)) if text.strip() else None
    context: dict[str, Any] = {"form": form, "found": found, "text": text}
    context["refused"] = queries.lately_refused(visible_offers(request.actor, at), at)
    if found and len(found.versions) == 1:
        version = found.versions[0]
        log_personal_read(request.actor, "reception", version.offer, at=at)
        context |= _verdict(version.offer, version, queries.required(version.offer))
        context["form_receive"] = _form(request, version.offer, initial={"typed_checksum": text})
    return render(request, "competitions/confirmations/reception.html", context)


@page(visible_offers, may=access.may_receive, kinds=STAFF, personal=True)
@require_POST
def turn_down(request: Request, offer: Offer) -> HttpResponse:
    """Note that the paper that was scanned was turned down, with the reason that the page gave."""
    form = TurnDownForm(request.POST)
    if not form.is_valid():
        return redirect("offer-receive", offer.public_id)
    sentence = actions.turn_down(offer, **form.cleaned_data, actor=request.actor, at=now())
    messages.success(request, _("Odmowa jest odnotowana w historii sprawy. %(why)s") % {"why": sentence})
    return redirect("reception")


def _verdict(offer: Offer, version: OfferVersion, current: OfferVersion) -> dict[str, Any]:
    """Whether a version is the one that waits for its confirmation, in words."""
    try:
        actions.insist_awaited(offer, version, current)
    except WrongConfirmation as refusal:
        return {"offer": offer, "version": version, "wrong": refusal.sentence, "receipts": _receipts(offer)}
    due = queries.term(offer, version)
    return {"offer": offer, "version": version, "due": due, "late": deadline_passed(due, now())}


def _receipts(offer: Offer) -> list[Receipt]:
    return list(queries.receipts_of(offer))


def _form(request: Request, offer: Offer, **given: Any) -> ReceiveForm:
    at = now()
    people = list(queries.signing(offer.organisation, localdate(at)))
    return ReceiveForm(offer=offer, people=people, at=at, **given)


@page(visible_offers, may=access.may_receive, kinds=STAFF, personal=True)
def receive(request: Request, offer: Offer) -> HttpResponse:
    """Write the receipt of a signed confirmation; its checksum says which version it confirms."""
    form = _form(request, offer, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            receipt = actions.receive(offer, **form.cleaned_data, actor=request.actor, at=now())
            words = _("Potwierdzenie oferty nr %(number)s jest przyjęte (wpis %(receipt)s). Zeskanuj następne.")
            messages.success(request, words % {"number": offer.number, "receipt": receipt.number})
            return redirect("reception")
    return render(
        request, "competitions/confirmations/receive.html", _page(request, offer, form), status=status_of(request, form)
    )


def _page(request: Request, offer: Offer, form: ReceiveForm, reason: ReasonForm | None = None) -> dict[str, Any]:
    current = queries.required(offer)
    return {
        **_verdict(offer, current, current),
        "form": form,
        "reason_form": reason or ReasonForm(),
        "panels": panels("offer-receive", request.actor, offer, now()),
    }


@page(visible_offers, may=access.may_receive, kinds=STAFF, personal=True)
@require_POST
def leave_unexamined(request: Request, offer: Offer) -> HttpResponse:
    """Leave an offer unexamined for want of a confirmation."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusal_on(form, offer):
            actions.leave_unexamined(offer, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Oferta jest pozostawiona bez rozpatrzenia."))
            return redirect("evaluation-progress", offer.competition.public_id)
    context = _page(request, offer, _form(request, offer), form)
    return render(request, "competitions/confirmations/receive.html", context, status=status_of(request, form))
