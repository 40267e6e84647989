"""Pages of agreements for staff and for the organisation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.agreements import access, actions
from competitions.agreements.forms import PaymentForm, PrepareForm, SignForm
from competitions.agreements.models import Agreement
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from core.audit.ledger import history
from core.documents.queries import documents_of
from core.web.page import Request, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF


@signed_in(*STAFF, "auditor", *ORGANISATION)
def agreements(request: Request) -> HttpResponse:
    """Agreements that the actor may see, newest first."""
    rows = access.visible(request.actor, now()).order_by("-prepared_at").defer("version__content", "offer__content")
    page_rows = Paginator(rows, 25).get_page(request.GET.get("strona"))
    return render(request, "competitions/agreements/agreements.html", {"rows": page_rows})


@page(visible_offers, may=access.may_prepare, kinds=STAFF, personal=True)
def prepare(request: Request, offer: Offer) -> HttpResponse:
    """Prepare the agreement of an awarded offer."""
    form = PrepareForm(request.POST or None, initial={"account": offer.organisation.bank_account})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            agreement = actions.prepare(offer, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Umowa jest przygotowana. Dokument PDF powstaje w tle."))
            return redirect("agreement-page", agreement.public_id)
    context = {"offer": offer, "form": form, "joint_with": offer.versions.latest("number").partners}
    return render(request, "competitions/agreements/prepare.html", context, status=status_of(request, form))


@page(access.visible, kinds=(*STAFF, "auditor", *ORGANISATION), personal=True)
def agreement_page(request: Request, agreement: Agreement) -> HttpResponse:
    """One agreement: terms, signatures, payments, what comes next."""
    return render(request, "competitions/agreements/agreement_page.html", _context(request, agreement))


def _context(request: Request, agreement: Agreement, **forms: object) -> dict[str, object]:
    at = now()
    staff = request.actor.wears(*STAFF)
    signatories = {"organisation_signatories": agreement.organisation_signatories}
    return {
        "agreement": agreement,
        "offer": agreement.offer,
        "payments": list(agreement.payments.all()),
        "documents": list(documents_of(agreement)),
        "panels": panels("agreement-page", request.actor, agreement, at),
        "history": list(history(agreement)) if staff else [],
        "staff": staff,
        "sign_form": SignForm(initial=signatories),
        "payment_form": PaymentForm(initial={"amount": agreement.amount}),
        **forms,
    }


@page(access.visible, may=access.may_record, kinds=STAFF)
@require_POST
def sign(request: Request, agreement: Agreement) -> HttpResponse:
    """Record the signatures."""
    form = SignForm(request.POST)
    if form.is_valid():
        with refusal_on(form, agreement):
            actions.sign(agreement, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Odnotowano podpisanie umowy."))
            return redirect("agreement-page", agreement.public_id)
    context = _context(request, agreement, sign_form=form)
    return render(request, "competitions/agreements/agreement_page.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_record, kinds=STAFF)
@require_POST
def pay(request: Request, agreement: Agreement) -> HttpResponse:
    """Record the payment."""
    form = PaymentForm(request.POST)
    if form.is_valid():
        with refusal_on(form, agreement):
            actions.pay(agreement, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Odnotowano wypłatę dotacji."))
            return redirect("agreement-page", agreement.public_id)
    context = _context(request, agreement, payment_form=form)
    return render(request, "competitions/agreements/agreement_page.html", context, status=status_of(request, form))
