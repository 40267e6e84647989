"""Recruitment as the office runs it: preparing, announcing, checking candidacies, the list and its approval."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.recruitment import access, queries
from competitions.recruitment.actions import calls, checks, lists
from competitions.recruitment.forms import (
    ApprovalForm,
    AskForm,
    BipForm,
    CheckForm,
    ConditionFormSet,
    ExtendForm,
    FieldFormSet,
    PromoteForm,
    ReasonForm,
    RecruitmentForm,
    filled,
)
from competitions.recruitment.models import Candidacy, Outcome, Recruitment
from competitions.recruitment.presentation import BASIS, CONDITIONS, SCOPE, STATEMENTS
from competitions.recruitment.states import TO_CHECK, CandidacyState, State
from core.audit.ledger import history
from core.documents.queries import documents_of
from core.publications.queries import publications_of
from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from law.spheres import sphere
from office.structure.hats import STAFF

PER_PAGE = 50


@signed_in(*access.READERS)
def recruitments(request: Request) -> HttpResponse:
    """All recruitments with what waits in them."""
    rows = access.visible(request.actor, now()).counted().order_by("-pk")  # type: ignore[attr-defined]
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("strona")),
        "staff": request.actor.wears(*STAFF),
    }
    return render(request, "competitions/recruitment/office_list.html", context)


@signed_in(*STAFF)
def start(request: Request) -> HttpResponse:
    """Prepare a new recruitment."""
    return _prepare(request, None)


@page(access.visible, may=access.may_prepare, kinds=STAFF)
def edit(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Change a recruitment that is being prepared."""
    return _prepare(request, recruitment)


def _prepare(request: Request, recruitment: Recruitment | None) -> HttpResponse:
    at = now()
    added = with_row_added(request.POST)
    data = added or request.POST or None
    initial: dict[str, Any] = {} if recruitment else {"scope": SCOPE, "legal_basis": BASIS}
    form = RecruitmentForm(
        data,
        instance=copy(recruitment) if recruitment else None,
        statements=recruitment.statements if recruitment else [str(each) for each in STATEMENTS],
        initial=initial,
    )
    saved_fields = (
        [{"sphere": each.sphere, "places": each.places} for each in recruitment.fields.all()] if recruitment else None
    )
    saved_conditions = (
        [
            {
                "text": each.text,
                "kind": each.kind,
                "proof": each.proof,
                "levels": ", ".join(f"{a}: {b}" for a, b in each.levels),
            }
            for each in recruitment.conditions.all()
        ]
        if recruitment
        else CONDITIONS
    )
    fields = FieldFormSet(
        data, prefix="fields", initial=None if data else saved_fields, form_kwargs={"on": localdate(at)}
    )
    conditions = ConditionFormSet(data, prefix="conditions", initial=None if data else saved_conditions)
    if added:
        unchecked(form), unchecked(fields), unchecked(conditions)
    elif request.method == "POST" and all([form.is_valid(), fields.is_valid(), conditions.is_valid()]):
        rows = {"fields": filled(fields), "conditions": filled(conditions)}
        with refusal_on(form):
            if recruitment is None:
                values = {**form.values(), "unit": queries.unit_of(request.actor)}
                kept = calls.prepare(values, **rows, actor=request.actor, at=at)
            else:
                kept = calls.rewrite(recruitment, form.values(), **rows, actor=request.actor, at=at)
            messages.success(request, _("Zapisano nabór."))
            return redirect("recruitment-office", kept.public_id)
    status = 200 if added else status_of(request, form)
    context = {"recruitment": recruitment, "form": form, "fields": fields, "conditions": conditions}
    return render(request, "competitions/recruitment/prepare.html", context, status=status)


@page(access.visible, kinds=access.READERS, personal=True)
def recruitment_page(request: Request, recruitment: Recruitment) -> HttpResponse:
    """The office's page of a recruitment: what is next, candidacies, the order in each field."""
    return render(request, "competitions/recruitment/office.html", _context(request, recruitment))


def _context(request: Request, recruitment: Recruitment, **forms: Any) -> dict[str, Any]:
    at = now()
    rows = access.received(request.actor, at).filter(recruitment=recruitment)
    standings: dict[str, list[Any]] = {}
    for each in queries.standings(recruitment):
        standings.setdefault(each.field.sphere, []).append(each)
    publications = publications_of(recruitment)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("strona"))
    # Whose place is left out of the order is told by the gap, so a candidate is shown none of it before everyone is.
    stands = recruitment.state != State.RESOLVED and access.stands(request.actor, recruitment, at)
    return {
        "recruitment": recruitment,
        "staff": request.actor.wears(*STAFF),
        "problems": queries.announcement_problems(recruitment, at) if recruitment.state == State.DRAFT else [],
        "rows": page,
        "hidden": {row.pk for row in page if not access.knows_findings(request.actor, row)},
        "stands": stands,
        "unchecked": rows.filter(state__in=TO_CHECK).count(),
        "lists": [] if stands else [(sphere(code), found) for code, found in standings.items()],
        "documents": list(documents_of(recruitment)),
        "publications": publications,
        "history": list(history(recruitment)),
        "own_list": recruitment.drawn_up_by_id == request.actor.person.pk,
        "extend_form": ExtendForm(initial={"due": recruitment.due}),
        "bip_form": BipForm(initial={"published_at": at}),
        "call_off_form": ReasonForm(prefix="odwolanie"),
        "approval_form": ApprovalForm(),
        "back_form": ReasonForm(prefix="cofniecie"),
        **forms,
    }


def _done(
    request: Request, recruitment: Recruitment, name: str, form: forms.BaseForm, verb: Callable[..., Any], said: str
) -> HttpResponse:
    """Do what a form of the office's page asks, or show the page with what is wrong on that form."""
    if form.is_valid():
        with refusal_on(form, recruitment):
            verb(recruitment, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, said)
            return redirect("recruitment-office", recruitment.public_id)
    context = _context(request, recruitment, **{name: form})
    return render(request, "competitions/recruitment/office.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_prepare, kinds=STAFF)
@require_POST
def announce(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Announce the recruitment."""
    calls.announce(recruitment, actor=request.actor, at=now())
    messages.success(request, _("Nabór jest ogłoszony. Opublikuj go też w BIP i zapisz to tutaj."))
    return redirect("recruitment-office", recruitment.public_id)


@page(access.visible, may=access.may_prepare, kinds=STAFF, personal=True)
@require_POST
def bip(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Record a publication in BIP."""
    form = BipForm(request.POST)
    return _done(request, recruitment, "bip_form", form, calls.record_bip, _("Zapisano publikację w BIP."))


@page(access.visible, may=access.may_prepare, kinds=STAFF, personal=True)
@require_POST
def extend(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Move the deadline to later."""
    form = ExtendForm(request.POST)
    return _done(
        request,
        recruitment,
        "extend_form",
        form,
        calls.extend,
        _("Termin jest przedłużony. Nowe ogłoszenie powstaje w tle."),
    )


@page(access.visible, may=access.may_prepare, kinds=STAFF, personal=True)
@require_POST
def call_off(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Call the recruitment off."""
    form = ReasonForm(request.POST, prefix="odwolanie")
    return _done(
        request, recruitment, "call_off_form", form, calls.call_off, _("Nabór jest odwołany. Kandydaci dostali powód.")
    )


@page(access.visible, may=access.may_list, kinds=STAFF)
@require_POST
def draw_up(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Rank the candidates."""
    lists.draw_up(recruitment, actor=request.actor, at=now())
    messages.success(request, _("Lista jest ułożona. Zatwierdza ją inna osoba."))
    return redirect("recruitment-office", recruitment.public_id)


@page(access.visible, may=access.may_list, kinds=STAFF, personal=True)
@require_POST
def send_back(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Send the list back to be corrected."""
    form = ReasonForm(request.POST, prefix="cofniecie")
    return _done(request, recruitment, "back_form", form, lists.send_back_list, _("Lista wróciła do poprawy."))


@page(access.visible, may=access.may_list, kinds=STAFF, personal=True)
@require_POST
def approve(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Approve and publish the list."""
    form = ApprovalForm(request.POST)
    return _done(
        request,
        recruitment,
        "approval_form",
        form,
        lists.approve_list,
        _("Lista jest zatwierdzona i ogłoszona. Eksperci dostali swoje role."),
    )


@page(access.received, may=access.may_check, kinds=access.READERS, personal=True)
def check(request: Request, candidacy: Candidacy) -> HttpResponse:
    """One candidacy with what was found of each condition, and what follows; the candidate's own page for who is the candidate."""
    if not access.knows_findings(request.actor, candidacy):
        messages.info(request, _("To Twoje własne zgłoszenie: sprawdzi je inna osoba."))
        return redirect("candidacy", candidacy.public_id)
    form = _check_form(candidacy, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, candidacy):
            checks.check(candidacy, form.checks(), actor=request.actor, at=now())
            messages.success(request, _("Zapisano ocenę warunków."))
            return redirect("candidacy-check", candidacy.public_id)
    context = _checked(request, candidacy, form=form)
    return render(request, "competitions/recruitment/check.html", context, status=status_of(request, form))


def _check_form(candidacy: Candidacy, data: Any = None) -> CheckForm:
    return CheckForm(data, candidacy=candidacy, conditions=list(candidacy.recruitment.conditions.all()))


def _checked(request: Request, candidacy: Candidacy, **forms: Any) -> dict[str, Any]:
    at = now()
    form = forms.pop("form", None) or _check_form(candidacy)
    proofs = list(candidacy.proofs.all())
    codes = [
        (each.field.sphere, sphere(each.field.sphere).name)
        for each in candidacy.standings.select_related("field")
        if each.outcome == Outcome.RESERVE
    ]
    return {
        "candidacy": candidacy,
        "recruitment": candidacy.recruitment,
        "spheres": [sphere(code) for code in candidacy.spheres],
        "statements": [
            (text, number in candidacy.statements) for number, text in enumerate(candidacy.recruitment.statements)
        ],
        "form": form,
        "rows": form.rows(proofs),
        "open": candidacy.state in TO_CHECK,
        "may_check": access.may_check(request.actor, candidacy, at)[0],
        "ask_form": AskForm(initial={"asked_for": _missing(candidacy)}),
        "reject_form": ReasonForm(prefix="odrzucenie", initial={"reason": _missing(candidacy, "no", "missing")}),
        "again_form": ReasonForm(prefix="ponownie"),
        "promote_form": PromoteForm(codes=codes) if candidacy.state == CandidacyState.RESERVE else None,
        "documents": list(documents_of(candidacy)),
        "history": list(history(candidacy)),
        **forms,
    }


def _missing(candidacy: Candidacy, *verdicts: str) -> str:
    """The officer's notes on what is missing, a line each: what a letter begins with."""
    rows = candidacy.checks.items()
    return "\n".join(
        f"{number}. {row.get('note', '')}" for number, row in rows if row.get("verdict") in (verdicts or ("missing",))
    )


def _judged(
    request: Request, candidacy: Candidacy, name: str, form: forms.BaseForm, verb: Callable[..., Any], said: str
) -> HttpResponse:
    if form.is_valid():
        with refusal_on(form, candidacy):
            verb(candidacy, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, said)
            return redirect("candidacy-check", candidacy.public_id)
    context = _checked(request, candidacy, **{name: form})
    return render(request, "competitions/recruitment/check.html", context, status=status_of(request, form))


@page(access.received, may=access.may_check, kinds=STAFF, personal=True)
@require_POST
def ask(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Call the candidate to supplement the candidacy."""
    form = AskForm(request.POST)
    return _judged(
        request, candidacy, "ask_form", form, checks.ask_supplement, _("Kandydat dostał wezwanie z terminem.")
    )


@page(access.received, may=access.may_check, kinds=STAFF)
@require_POST
def accept(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Find the conditions met."""
    checks.find_eligible(candidacy, actor=request.actor, at=now())
    messages.success(request, _("Zgłoszenie spełnia warunki i wejdzie do listy."))
    return redirect("candidacy-check", candidacy.public_id)


@page(access.received, may=access.may_check, kinds=STAFF, personal=True)
@require_POST
def reject(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Reject the candidacy, with the reason in a letter."""
    form = ReasonForm(request.POST, prefix="odrzucenie")
    return _judged(
        request,
        candidacy,
        "reject_form",
        form,
        checks.reject,
        _("Zgłoszenie jest odrzucone. Kandydat dostał pismo z powodem."),
    )


@page(access.received, may=access.may_check, kinds=STAFF, personal=True)
@require_POST
def again(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Take a judgement back."""
    form = ReasonForm(request.POST, prefix="ponownie")
    return _judged(request, candidacy, "again_form", form, checks.check_again, _("Zgłoszenie wróciło do sprawdzenia."))


@page(access.received, may=access.may_check, kinds=STAFF, personal=True)
@require_POST
def promote(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Put a candidate of the reserve on the list."""
    codes = [(each.field.sphere, each.field.sphere) for each in candidacy.standings.select_related("field")]
    form = PromoteForm(request.POST, codes=codes)
    return _judged(
        request, candidacy, "promote_form", form, lists.promote, _("Osoba z listy rezerwowej jest na liście ekspertów.")
    )
