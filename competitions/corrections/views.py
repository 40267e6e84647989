"""A correction as its organisation works on it, and what it changed, for everyone who sees the offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from competitions.corrections import access, actions, queries
from competitions.corrections.forms import correction_form
from competitions.corrections.models import Correction
from competitions.corrections.presentation import compare, differences
from competitions.offers.forms import revision_of
from competitions.offers.models import Offer
from competitions.offers.presentation import summary
from competitions.offers.states import State
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.web.rows import with_row_added
from core.workflow.refusal import Refusal
from law.competition import deadline_passed
from law.verdict import sentence
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF


@page(access.own, may=access.may_correct, kinds=ORGANISATION, lookup="offer__public_id")
def correction(request: Request, correction: Correction) -> HttpResponse:
    """Write the correction: the unlocked fields, everything else to be read on the page of the offer."""
    at, offer = now(), correction.offer
    writes = offer.state == State.RETURNED and access.may_correct(request.actor, correction, at)[0]
    if not correction.fields or (not writes and request.method != "POST"):
        return redirect("offer-page", offer.public_id)
    content = queries.corrected_content(correction)
    added = with_row_added(request.POST) if request.method == "POST" else None
    editor = correction_form(correction, content, added if added is not None else request.POST or None)
    revision = revision_of(request, correction.revision)
    if request.method == "POST" and added is None and editor.is_valid():
        with refusal_on(editor.plain):
            actions.save(correction, editor.content(), revision=revision, actor=request.actor, at=at)
            if "check" in request.POST:
                return redirect("correction-submit", offer.public_id)
            messages.success(request, _("Zapisano uzupełnienie. Możesz je zamknąć i wrócić później."))
            return redirect("correction", offer.public_id)
    context = {
        "correction": correction,
        "offer": offer,
        "editor": editor,
        "revision": revision,
        "summary": summary(offer, content),
        "late": deadline_passed(correction.due, at),
        "budget": any(code.startswith("V.") for code in correction.fields),
    }
    status = 200 if added is not None else status_of(request, editor.plain)
    return render(request, "competitions/corrections/correction.html", context, status=status)


@page(access.own, may=access.may_correct, kinds=ORGANISATION, lookup="offer__public_id")
def submit(request: Request, correction: Correction) -> HttpResponse:
    """What the correction changes and what still stands in the way; then submit it."""
    at, offer = now(), correction.offer
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            version = actions.correct(correction, actor=request.actor, clock=now)
        except Refusal as found:
            refusal = found
        else:
            words = _("Uzupełnienie jest złożone jako wersja %(number)s oferty.") % {"number": version.number}
            messages.success(request, words)
            return redirect("offer-page", offer.public_id)
    elif offer.state != State.RETURNED or not access.may_correct(request.actor, correction, at)[0]:
        return redirect("offer-page", offer.public_id)
    content = queries.corrected_content(correction)
    context = {
        "correction": correction,
        "offer": offer,
        "confirmation_due": queries.confirmation_due(correction),
        "changes": compare(correction.base.form_version, correction.base.content, content),
        "sentences": [sentence(breach) for breach in queries.breaches(correction, content, at=at)],
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "competitions/corrections/submit.html", context, status=status)


@page(access.changed, kinds=(*ORGANISATION, *STAFF, "auditor"), personal=True)
def changes(request: Request, offer: Offer) -> HttpResponse:
    """What the newest version of an offer says otherwise than the one before."""
    new, old = offer.versions.order_by("-number")[:2]
    context = {"offer": offer, "old": old, "new": new, "changes": differences(old, new)}
    return render(request, "competitions/corrections/changes.html", context)
