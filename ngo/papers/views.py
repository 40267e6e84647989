"""Pages of an organisation's papers: all of them on one page, a form for each thing that is done with them."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.download import attachment
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from ngo.papers import access, actions
from ngo.papers.forms import (
    AccountForm,
    ConfirmForm,
    DecisionForm,
    DocumentForm,
    EndForm,
    ProposalForm,
    ReasonForm,
    SignatoryForm,
)
from ngo.papers.models import BankAccount, OrganisationDocument, Proposal, Signatory
from ngo.papers.presentation import change, shelves, signing
from ngo.registry import access as registry
from ngo.registry.models import Organisation
from office.structure.access import is_staff
from office.structure.hats import STAFF


@page(registry.inside, personal=True)
@require_safe
def papers(request: Request, organisation: Organisation) -> HttpResponse:
    """An organisation's papers: who signs, accounts, documents in versions, proposals of changes."""
    at, actor = now(), request.actor
    sign, former = signing(access.signatories(actor, at).filter(organisation=organisation), localdate(at))
    rows = [change(each) for each in access.proposals(actor, at).filter(organisation=organisation)]
    context = {
        "organisation": organisation,
        "signing": sign,
        "former": former,
        "accounts": list(access.accounts(actor, at).filter(organisation=organisation)),
        "shelves": shelves(access.documents(actor, at).filter(organisation=organisation)),
        "waiting": [each for each in rows if each.proposal.decided_at is None],
        "decided": [each for each in reversed(rows) if each.proposal.decided_at],
        "may_keep": access.may_keep(actor, organisation, at)[0],
        "may_propose": access.may_propose(actor, organisation, at)[0],
        "staff": is_staff(actor),
    }
    return render(request, "ngo/papers/papers.html", context)


def _form(
    request: Request, organisation: Organisation, form: BaseForm, act: Callable[[], Any], **words: str
) -> HttpResponse:
    """A page with one form; done, it leads back to the papers. Words: title, button, said (of success), note; `clause`
    is the group of data that the form asks for."""
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, organisation):
            act()
            messages.success(request, words["said"])
            return redirect("organisation-papers", organisation.public_id)
    context = {"organisation": organisation, "form": form, **words}
    return render(request, "ngo/papers/form.html", context, status=status_of(request, form))


def _insist(allowed: tuple[bool, str]) -> None:
    """Who may not write does not see the form either. Raises PermissionDenied."""
    if not allowed[0]:
        raise PermissionDenied(allowed[1])


@page(registry.inside, may=access.may_keep)
def signatory_new(request: Request, organisation: Organisation) -> HttpResponse:
    """Declare a person who may sign."""
    at = now()
    _insist(access.may_keep(request.actor, organisation, at))
    form = SignatoryForm(request.POST or None)
    return _form(
        request,
        organisation,
        form,
        lambda: actions.declare_signatory(organisation, **form.cleaned_data, actor=request.actor, at=at),
        title=_("Osoba, która podpisuje"),
        button=_("Zapisz osobę"),
        said=_("Zapisano osobę. Urząd potwierdzi ją z rejestrem albo dokumentem."),
        note=_("Urząd porówna ją z rejestrem albo z dokumentem, który dodasz."),
        clause="signatories",
    )


@page(access.signatories, may=access.may_keep_paper)
def signatory_end(request: Request, signatory: Signatory) -> HttpResponse:
    """The last day on which a person may sign."""
    at = now()
    _insist(access.may_keep_paper(request.actor, signatory, at))
    form = EndForm(request.POST or None, initial={"on": localdate(at)})
    return _form(
        request,
        signatory.organisation,
        form,
        lambda: actions.end_signatory(signatory, **form.cleaned_data, actor=request.actor, at=at),
        title=_("Koniec prawa do podpisu"),
        button=_("Zapisz"),
        said=_("Zapisano ostatni dzień."),
        note=f"{signatory.name}, {signatory.function}",
    )


@page(access.signatories, may=access.may_confirm, kinds=STAFF, personal=True)
def signatory_confirm(request: Request, signatory: Signatory) -> HttpResponse:
    """Staff confirm that a person may sign, and by what they know."""
    at = now()
    form = ConfirmForm(request.POST or None, initial={"basis": signatory.basis})
    return _form(
        request,
        signatory.organisation,
        form,
        lambda: actions.confirm_signatory(signatory, **form.cleaned_data, actor=request.actor, at=at),
        title=_("Potwierdź osobę, która podpisuje"),
        button=_("Potwierdź"),
        said=_("Potwierdzono osobę."),
        note=f"{signatory.name}, {signatory.function}",
    )


@page(registry.inside, may=access.may_keep)
def account_new(request: Request, organisation: Organisation) -> HttpResponse:
    """Add a further account."""
    at = now()
    _insist(access.may_keep(request.actor, organisation, at))
    form = AccountForm(request.POST or None)

    def add() -> None:
        values = {**form.cleaned_data}
        actions.add_account(organisation, iban=values.pop("bank_account"), **values, actor=request.actor, at=at)

    return _form(
        request,
        organisation,
        form,
        add,
        title=_("Nowy rachunek"),
        button=_("Dodaj rachunek"),
        said=_("Dodano rachunek."),
        note=_("Żeby trafiały na niego dotacje, wybierz go potem na stronie akt."),
    )


@page(access.accounts, may=access.may_keep_paper)
def account_end(request: Request, account: BankAccount) -> HttpResponse:
    """The last day of an account."""
    at = now()
    _insist(access.may_keep_paper(request.actor, account, at))
    form = EndForm(request.POST or None, initial={"on": localdate(at)})
    return _form(
        request,
        account.organisation,
        form,
        lambda: actions.end_account(account, **form.cleaned_data, actor=request.actor, at=at),
        title=_("Koniec rachunku"),
        button=_("Zapisz"),
        said=_("Zapisano ostatni dzień rachunku."),
        note=account.purpose,
    )


@page(access.accounts, may=access.may_keep_paper)
@require_POST
def account_use(request: Request, account: BankAccount) -> HttpResponse:
    """Grants go to this account from now on."""
    actions.use_for_grants(account, actor=request.actor, at=now())
    messages.success(request, _("Dotacje będą trafiać na ten rachunek."))
    return redirect("organisation-papers", account.organisation.public_id)


@page(registry.inside, may=access.may_keep)
def document_new(request: Request, organisation: Organisation) -> HttpResponse:
    """Add a document, or its next version."""
    at = now()
    _insist(access.may_keep(request.actor, organisation, at))
    form = DocumentForm(
        request.POST or None, request.FILES or None, initial={"kind": "statute", "proves_spheres": True}
    )
    return _form(
        request,
        organisation,
        form,
        lambda: actions.add_document(organisation, **form.cleaned_data, actor=request.actor, at=at),
        title=_("Nowy dokument"),
        button=_("Dodaj dokument"),
        said=_("Dodano dokument."),
        note=_("Nowy dokument tego samego rodzaju jest kolejną wersją; poprzednie zostają."),
    )


@page(access.documents, personal=True)
@require_safe
def document_file(request: Request, document: OrganisationDocument) -> FileResponse:
    """The file of a document, to be saved."""
    return attachment(document.file, name=document.name, mime=document.mime)


@page(access.documents, may=access.may_keep_paper)
def document_withdraw(request: Request, document: OrganisationDocument) -> HttpResponse:
    """Say that a document no longer holds; it stays in the papers."""
    at = now()
    _insist(access.may_keep_paper(request.actor, document, at))
    form = ReasonForm(request.POST or None)
    return _form(
        request,
        document.organisation,
        form,
        lambda: actions.withdraw_document(document, **form.cleaned_data, actor=request.actor, at=at),
        title=_("Wycofaj dokument"),
        button=_("Wycofaj"),
        said=_("Wycofano dokument."),
        note=_("%(name)s, wersja %(version)s. Plik zostaje w aktach, bo oferty mogły się na nim opierać.")
        % {"name": document, "version": document.version},
    )


@page(registry.inside, may=access.may_propose)
def proposal_new(request: Request, organisation: Organisation) -> HttpResponse:
    """Propose new values of what the organisation does not change itself."""
    at = now()
    _insist(access.may_propose(request.actor, organisation, at))
    only = registry.locked(request.actor, organisation)
    # A copy: the action must see the row as it was.
    form = ProposalForm(request.POST or None, instance=copy(organisation), only=only, on=localdate(at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, organisation):
            actions.propose(
                organisation,
                form.values(),
                reason=form.cleaned_data["reason"],
                document=form.cleaned_data["document"],
                actor=request.actor,
                at=at,
            )
            messages.success(request, _("Propozycja czeka na decyzję urzędu. O decyzji dostaniesz powiadomienie."))
            return redirect("organisation-papers", organisation.public_id)
    rows = access.waiting(request.actor, at).filter(organisation=organisation)
    context = {"organisation": organisation, "form": form, "waiting": [change(each) for each in rows]}
    return render(request, "ngo/papers/propose.html", context, status=status_of(request, form))


@page(access.waiting, may=access.may_decide, kinds=STAFF, personal=True)
def decide(request: Request, proposal: Proposal) -> HttpResponse:
    """Accept a proposal of a change, or refuse it, with a reason."""
    at = now()
    form = DecisionForm(request.POST or None)
    # A copy: an action that was undone may have moved it.
    seen = change(copy(proposal))
    if request.method == "POST" and form.is_valid():
        verb = actions.accept if request.POST.get("verb") == "accept" else actions.refuse
        with refusal_on(form, proposal):
            verb(proposal, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano decyzję i powiadomiono organizację."))
            return redirect("organisation-papers", proposal.organisation.public_id)
    context = {"change": seen, "form": form}
    return render(request, "ngo/papers/decide.html", context, status=status_of(request, form))
