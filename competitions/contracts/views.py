"""Pages of contracts with experts: one contract with its bills, totals of a year."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.calls.access import visible as visible_competitions
from competitions.contracts import access, actions, queries
from competitions.contracts.forms import ContractForm, EndForm, PayForm, SignForm
from competitions.contracts.models import Bill, Contract
from competitions.contracts.states import BillState
from competitions.experts.access import visible as visible_experts
from competitions.experts.models import Expert
from core.audit.ledger import history
from core.documents.queries import documents_of_case
from core.files.download import table_file
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.refused import refusal_on, status_of
from office.structure.access import is_staff
from office.structure.hats import STAFF


@page(visible_experts, may=access.may_contract, kinds=STAFF, personal=True)
def prepare(request: Request, expert: Expert) -> HttpResponse:
    """Prepare a contract with an expert."""
    form = ContractForm(request.POST or None, initial={"valid_from": localdate(), "valid_to": expert.listed_until})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, expert):
            contract = actions.prepare(expert, **form.values(), actor=request.actor, at=now())
            messages.success(request, _("Umowa jest przygotowana. Dokument PDF powstaje w tle."))
            return redirect("contract", contract.public_id)
    context = {"expert": expert, "form": form}
    return render(request, "competitions/contracts/prepare.html", context, status=status_of(request, form))


@page(access.visible, kinds=access.PARTIES, personal=True)
def contract_page(request: Request, contract: Contract) -> HttpResponse:
    """One contract: terms, cards that wait for a bill, bills and documents."""
    return render(request, "competitions/contracts/contract.html", _context(request, contract))


def _context(
    request: Request, contract: Contract, pays: Mapping[int, PayForm] | None = None, **forms: Any
) -> dict[str, Any]:
    """What the page shows; `pays` holds the form of a bill whose payment was refused."""
    pays = pays or {}
    today = localdate()
    staff = is_staff(request.actor)
    bills = list(contract.bills.select_related("competition", "contract"))
    return {
        "contract": contract,
        "expert": contract.expert,
        "staff": staff,
        "billed": queries.billed_cards(contract),
        "to_bill": [(each, count, count * contract.rate) for each, count in queries.to_bill(contract)],
        "bills": bills,
        "to_pay": [
            (each, pays.get(each.pk) or _pay_form(each))
            for each in bills
            if each.state == BillState.ISSUED or each.pk in pays
        ],
        "documents": list(documents_of_case(contract)),
        "history": list(history(contract)) if staff else [],
        "sign_form": SignForm(initial={"signed_on": today}),
        "end_form": EndForm(),
        **forms,
    }


def _pay_form(bill: Bill, data: QueryDict | None = None) -> PayForm:
    """The form of one bill; several stand on the page, so their fields have ids of their own."""
    return PayForm(data, initial={"paid_on": localdate()}, auto_id=f"id_{bill.public_id}_%s")


@page(access.visible, may=access.may_record, kinds=STAFF, personal=True)
@require_POST
def sign(request: Request, contract: Contract) -> HttpResponse:
    """Record the signatures."""
    form = SignForm(request.POST)
    if form.is_valid():
        with refusal_on(form, contract):
            actions.sign(contract, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Odnotowano podpisanie umowy."))
            return redirect("contract", contract.public_id)
    context = _context(request, contract, sign_form=form)
    return render(request, "competitions/contracts/contract.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_record, kinds=STAFF, personal=True)
@require_POST
def end(request: Request, contract: Contract) -> HttpResponse:
    """End the contract."""
    form = EndForm(request.POST)
    if form.is_valid():
        with refusal_on(form, contract):
            actions.end(contract, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Umowa jest zakończona."))
            return redirect("contract", contract.public_id)
    context = _context(request, contract, end_form=form)
    return render(request, "competitions/contracts/contract.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_record, kinds=STAFF)
@require_POST
def bill(request: Request, contract: Contract, competition: str) -> HttpResponse:
    """Bill the cards of a competition."""
    found = visible_competitions(request.actor, now()).filter(public_id=competition).first()
    if found is None:
        raise Http404
    made = actions.bill(contract, found, actor=request.actor, at=now())
    messages.success(request, _("Rachunek nr %(number)s jest wystawiony.") % {"number": made})
    return redirect("contract", contract.public_id)


@page(access.bills, may=access.may_pay, kinds=STAFF, personal=True)
@require_POST
def pay(request: Request, bill: Bill) -> HttpResponse:
    """Record the payment of a bill."""
    form = _pay_form(bill, request.POST)
    if form.is_valid():
        with refusal_on(form, bill):
            actions.pay(bill, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Odnotowano wypłatę."))
            return redirect("contract", bill.contract.public_id)
    context = _context(request, bill.contract, pays={bill.pk: form})
    return render(request, "competitions/contracts/contract.html", context, status=status_of(request, form))


def _year(request: Request) -> int:
    asked = request.GET.get("rok", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else localdate().year


@signed_in(*access.READERS)
def totals(request: Request) -> HttpResponse:
    """What experts were billed and paid in a year."""
    at, year = now(), _year(request)
    rows = queries.totals(access.bills(request.actor, at), year)
    log_personal_read(request.actor, "totals", *(row.expert for row in rows), at=at)
    context = {
        "year": year,
        "years": sorted({*queries.years(), localdate(at).year}, reverse=True),
        "rows": rows,
        "cards": sum(row.cards for row in rows),
        "billed": sum(row.billed for row in rows),
        "paid": sum(row.paid for row in rows),
    }
    return render(request, "competitions/contracts/totals.html", context)


@require_safe
@signed_in(*access.READERS)
def totals_table(request: Request, ending: str) -> HttpResponseBase:
    """The same totals as CSV or XLSX."""
    at, year = now(), _year(request)
    rows = queries.totals(access.bills(request.actor, at), year)
    heads = [str(each) for each in queries.HEADINGS]
    name = f"wynagrodzenia-ekspertow-{year}"
    file = table_file(name, ending, title=_("Eksperci"), heads=heads, rows=queries.table(rows))
    log_personal_read(request.actor, "totals", *(row.expert for row in rows), at=at)
    return file
