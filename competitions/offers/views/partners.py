"""Joint offers: who makes an offer together, invited by one organisation and agreed to by the others."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.offers import access, actions, queries
from competitions.offers.forms import JoinForm, PartnerForm
from competitions.offers.models import Offer, Partner
from competitions.offers.states import State
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from ngo.registry.access import visible as visible_organisations
from ngo.registry.hats import ORGANISATION


@page(access.own, may=access.may_invite, kinds=ORGANISATION)
def partners(request: Request, offer: Offer) -> HttpResponse:
    """The organisations of an offer; while it is a draft the one that began it invites others."""
    at = now()
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        digits = "".join(filter(str.isdigit, form.cleaned_data["number"]))
        numbers = Q(krs=digits.zfill(10)) | Q(nip=digits) | Q(regon=digits)
        found = visible_organisations(request.actor, at).filter(numbers).first() if digits else None
        if found is None:
            form.add_error("number", _("W rejestrze nie ma organizacji o tym numerze. Sprawdź go."))
        else:
            with refusal_on(form):
                actions.invite_partner(offer, found, actor=request.actor, at=at)
                messages.success(request, _("Zaproszono organizację „%(name)s”.") % {"name": found.name})
                return redirect("offer-partners", offer.public_id)
    rows = list(queries.partners_of(offer))
    context = {
        "offer": offer,
        "competition": offer.competition,
        "form": form,
        "partners": rows,
        "outdated": queries.outdated(rows),
        "leads": offer.state == State.DRAFT and access.may_invite(request.actor, offer, at)[0],
    }
    return render(request, "competitions/offers/partners.html", context, status=status_of(request, form))


@page(access.partners, may=access.may_drop, kinds=ORGANISATION)
@require_POST
def drop(request: Request, partner: Partner) -> HttpResponse:
    """Go on without an organisation."""
    actions.part(partner, actor=request.actor, at=now())
    messages.success(request, _("Usunięto organizację „%(name)s” z oferty.") % {"name": partner})
    return redirect("offer-partners", partner.offer.public_id)


@page(access.partnerships, may=access.may_answer, kinds=ORGANISATION, personal=True)
def partnership(request: Request, partner: Partner) -> HttpResponse:
    """An invitation to a joint offer: agree to it, or refuse; while it is a draft also leave."""
    at = now()
    refuses = "refuse" in request.POST
    form = JoinForm(None if refuses else request.POST or None)
    if request.method == "POST" and (refuses or form.is_valid()):
        with refusal_on(form):
            if refuses:
                actions.part(partner, actor=request.actor, at=at)
                messages.success(request, _("Organizacja nie bierze udziału w tej ofercie."))
                return redirect("my-offers")
            actions.join(partner, read=request.POST.get("read", ""), actor=request.actor, at=at)
            messages.success(request, _("Organizacja składa tę ofertę wspólnie. Możecie ją czytać i pisać."))
            return redirect("offer-page", partner.offer.public_id)
    context = {
        "partner": partner,
        "offer": partner.offer,
        "competition": partner.offer.competition,
        "form": form,
        "outdated": partner.pk in queries.outdated([partner]),
        # What is on the page is what is agreed to; before the first submission there is no content to agree to.
        "read": queries.seal(partner.offer, partner.offer.content) if partner.offer.number else "",
        "answers": partner.offer.state == State.DRAFT and access.may_answer(request.actor, partner, at)[0],
    }
    return render(request, "competitions/offers/partnership.html", context, status=status_of(request, form))
