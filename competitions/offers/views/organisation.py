"""Offers as their organisation works on them: begin, write, submit, withdraw."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.calls.queries import form_of
from competitions.calls.states import State as CompetitionState
from competitions.offers import access, actions, queries
from competitions.offers.documents import DraftSheet
from competitions.offers.forms import (
    ContentForm,
    ReasonForm,
    ScopeForm,
    SourceForm,
    base_of,
    revision_of,
    typed_by_script,
)
from competitions.offers.merge import Change, resolved, with_keys
from competitions.offers.models import Offer
from competitions.offers.presentation import (
    Clash,
    clashes,
    copied_words,
    limits,
    problems,
    sections,
    steps,
    summary,
    whats_next,
)
from competitions.offers.refusals import ClockBehind, NotOpen
from competitions.offers.states import BEFORE_AWARD, State
from core.audit.ledger import history
from core.documents.issue import preview
from core.documents.queries import documents_of
from core.web.autosave import saves_itself
from core.web.page import Request, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from core.web.rows import with_row_added
from core.workflow.refusal import Refusal, Refused
from law import offer as law
from law.forms import form as official_form
from law.verdict import sentence
from ngo.registry.access import organisation_of
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF


@signed_in(*ORGANISATION)
def my_offers(request: Request) -> HttpResponse:
    """The organisation's offers, newest first."""
    rows = queries.listed(access.own(request.actor, now())).order_by("-created_at")
    return render(
        request, "competitions/offers/my_offers.html", {"rows": Paginator(rows, 25).get_page(request.GET.get("strona"))}
    )


@page(visible_competitions, may=access.may_start, kinds=ORGANISATION)
def start(request: Request, competition: Competition) -> HttpResponse:
    """Begin an offer: one click makes a draft, empty or with the text of an earlier offer."""
    allowed, reason = access.may_start(request.actor, competition, now())
    if not allowed:
        raise PermissionDenied(reason)
    organisation = organisation_of(request.actor)
    at = now()
    data = request.POST if request.method == "POST" else None
    # With an earlier offer to begin from, what it was for is taken over where nothing else is chosen.
    form = ScopeForm(data, competition=competition, optional=bool(request.POST.get("source")))
    earlier = SourceForm(data, sources=queries.sources(access.own(request.actor, at).filter(organisation=organisation)))
    if request.method == "POST" and form.is_valid() and earlier.is_valid():
        source = earlier.chosen()
        if source is None:
            offer = actions.start(competition, organisation, **form.cleaned_data, actor=request.actor, at=at)
        else:
            offer, left = actions.start_from(competition, source, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, copied_words(left))
        return redirect("offer-edit", offer.public_id)
    drafts = access.own(request.actor, at).filter(competition=competition, state=State.DRAFT)
    context = {
        "competition": competition,
        "organisation": organisation,
        "form": form,
        "earlier": earlier,
        "drafts": list(queries.listed(drafts)),
    }
    return render(request, "competitions/offers/start.html", context, status=status_of(request, form))


@page(access.own, may=access.may_write, kinds=ORGANISATION)
def scope(request: Request, offer: Offer) -> HttpResponse:
    """Change the sub-task and the counties that a draft is for."""
    initial = {"subtask": offer.subtask, "counties": offer.counties}
    form = ScopeForm(request.POST or None, competition=offer.competition, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            actions.choose(offer, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Zmieniono zakres oferty. Sprawdź, czy kwoty mieszczą się w jego granicach."))
            return redirect("offer-edit", offer.public_id)
    context = {"offer": offer, "competition": offer.competition, "form": form}
    return render(request, "competitions/offers/scope.html", context, status=status_of(request, form))


@page(access.own, may=access.may_write, kinds=ORGANISATION)
def edit(request: Request, offer: Offer) -> HttpResponse:
    """Write the offer on the official form. Saving never checks; "submit" leads to the check."""
    at = now()
    writes = offer.state == State.DRAFT and access.may_write(request.actor, offer, at)[0]
    if not writes and request.method != "POST":
        return redirect("offer-page", offer.public_id)
    if saves_itself(request):
        return _autosave(request, offer, at)
    form = form_of(offer.competition)
    base = with_keys(offer.content, offer.row_keys, form)
    added = with_row_added(request.POST) if request.method == "POST" else None
    makers = queries.offerers(offer)
    shape: dict[str, Any] = {"keyed": True, "years": queries.years_of(offer.competition), "offerers": makers}
    editor = ContentForm(form, base, added if added is not None else request.POST or None, **shape)
    conflicts: list[Clash] = []
    if request.method == "POST":
        with refusal_on(editor.plain):
            base = base_of(request, base, revision=offer.revision)
            if added is None and editor.is_valid():
                typed = editor.content()
                changes = {code: Change(value, base.get(code, "")) for code, value in typed.items()}
                saved, merged = actions.save_fields(offer, changes, actor=request.actor, at=at)
                if not merged.conflicts:
                    return _saved(request, saved)
                conflicts = clashes(form, merged)
                base = with_keys(saved.content, saved.row_keys, form)
                editor = ContentForm(form, resolved(form, merged, changes), **shape)
                offer = saved
    budget = summary(offer, offer.content)
    editor.limits = limits(offer, budget, joint=len(makers) > 1)
    facts = queries.offer_facts(offer, offer.content)
    context = {
        "offer": offer,
        "competition": offer.competition,
        "editor": editor,
        "makers": makers,
        "missing": problems(law.breaches(facts, at=at)),
        "soft": problems(law.soft_defects(facts)),
        "base": json.dumps(base, ensure_ascii=False),
        "conflicts": conflicts,
        "revision": offer.revision if conflicts else revision_of(request, offer.revision),
        "summary": budget,
        "at": at,
        "late": [sentence(breach) for breach in law.late_breaches(offer.competition.offers_due, at)],
    }
    status = 409 if conflicts else 200 if added is not None else status_of(request, editor.plain)
    return render(request, "competitions/offers/edit.html", context, status=status)


def _saved(request: Request, offer: Offer) -> HttpResponse:
    """Where the button led after saving."""
    if "check" in request.POST:
        return redirect("offer-submit", offer.public_id)
    messages.success(request, _("Zapisano ofertę. Możesz ją zamknąć i wrócić później."))
    return redirect("offer-edit", offer.public_id)


def _autosave(request: Request, offer: Offer, at: datetime) -> JsonResponse:
    """Save the fields that the script posted; answer with what is stored in them, and in all when others saved meanwhile.

    {"version": revision, "fields": {code: text or rows with keys}, "note": words, "conflicts": [place and both texts]}.
    """
    changes = typed_by_script(request)
    if changes is None:
        return JsonResponse({"detail": _("Tego zapisu nie da się odczytać.")}, status=400)
    try:
        saved, merged = actions.save_fields(offer, changes, actor=request.actor, at=at)
    except Refusal as refusal:
        return JsonResponse({"detail": " ".join(refusal.sentences)}, status=refusal.status)
    form = official_form(saved.competition.form_version)
    stored = with_keys(saved.content, saved.row_keys, form)
    others = revision_of(request, saved.revision) != saved.revision - merged.changed
    fields = stored if others or merged.conflicts else {code: stored[code] for code in changes if code in stored}
    note = _("po terminie: tej oferty nie można już złożyć.") if saved.late_at else ""
    answer = {"version": saved.revision, "fields": fields, "note": note}
    return JsonResponse({**answer, "conflicts": [asdict(each) for each in clashes(form, merged)]})


@page(access.own, may=access.may_submit, kinds=ORGANISATION)
def submit(request: Request, offer: Offer) -> HttpResponse:
    """The check before submitting: what is missing, each with its place; then submit."""
    at = now()
    refused: list[str] = []
    if request.method == "POST":
        try:
            version = actions.submit(offer, actor=request.actor, clock=now)
        except (Refused, NotOpen, ClockBehind) as refusal:
            refused = refusal.sentences
        else:
            number = version.offer.receipt or offer.receipt
            messages.success(request, _("Oferta jest złożona. Jej numer: %(number)s.") % {"number": number})
            return redirect("offer-page", offer.public_id)
    elif offer.state != State.DRAFT or not access.may_submit(request.actor, offer, at)[0]:
        return redirect("offer-page", offer.public_id)
    facts = queries.offer_facts(offer, offer.content)
    context = {
        "offer": offer,
        "competition": offer.competition,
        "rows": problems(law.breaches(facts, at=at)),
        "soft": problems(law.soft_defects(facts)),
        "refused": refused,
        "totals": law.totals(offer.content),
    }
    return render(request, "competitions/offers/submit.html", context, status=409 if refused else 200)


@page(access.visible, kinds=(*ORGANISATION, *STAFF, "auditor"), personal=True)
def offer_page(request: Request, offer: Offer) -> HttpResponse:
    """One offer as it was submitted (or as it is being written): content, receipt, what comes next, history."""
    return render(request, "competitions/offers/offer_page.html", _context(request, offer))


def _context(request: Request, offer: Offer, **forms: Any) -> dict[str, Any]:
    at = now()
    version = offer.versions.order_by("-number").first() if offer.state != State.DRAFT else None
    content: dict[str, Any] = version.content if version else offer.content
    organisation = version.organisation if version else queries.organisation_snapshot(offer.organisation)
    partners = version.partners if version else queries.partners_snapshot(offer)
    scope = version.scope if version else None
    known = queries.typed_for(offer, organisation, settings.OFFICE["organ"], partners, scope)
    staff = request.actor.wears(*STAFF)
    documents = list(documents_of(offer)) if version else []
    return {
        "offer": offer,
        "competition": offer.competition,
        "version": version,
        "numbered": access.numbered(request.actor, offer, at),
        "steps": steps(offer),
        "next": whats_next(offer, version, at=at),
        "sections": sections(version.form_version if version else offer.competition.form_version, content, known),
        "documents": documents,
        "partners": partners,
        "attachments": version.attachments if version else list(offer.attachments.current()),
        "job": None if staff or documents or not version else queries.live_job(offer),
        "staff": staff,
        "may_write": access.may_write(request.actor, offer, at)[0],
        "may_reopen": offer.state == State.WITHDRAWN
        and offer.competition.state == CompetitionState.OPEN
        and not law.late_breaches(offer.competition.offers_due, at)
        and access.may_reopen(request.actor, offer, at)[0],
        "may_withdraw": offer.state in BEFORE_AWARD and access.may_withdraw(request.actor, offer, at)[0],
        "reason_form": ReasonForm(),
        "panels": panels("offer-page", request.actor, offer, at),
        "history": list(history(offer)),
        **forms,
    }


@page(access.own, may=access.may_withdraw, kinds=ORGANISATION)
@require_POST
def withdraw(request: Request, offer: Offer) -> HttpResponse:
    """Withdraw a submitted offer."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusal_on(form, offer):
            actions.withdraw(offer, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(
                request, _("Oferta jest wycofana. Do końca naboru możesz ją poprawić i złożyć jeszcze raz.")
            )
            return redirect("offer-page", offer.public_id)
    context = _context(request, offer, reason_form=form)
    return render(request, "competitions/offers/offer_page.html", context, status=status_of(request, form))


@page(access.own, may=access.may_reopen, kinds=ORGANISATION)
@require_POST
def reopen(request: Request, offer: Offer) -> HttpResponse:
    """Take a withdrawn offer up again, to correct and submit it."""
    actions.reopen(offer, actor=request.actor, at=now())
    messages.success(request, _("Oferta jest znów wersją roboczą. Popraw ją i złóż jeszcze raz przed końcem naboru."))
    return redirect("offer-edit", offer.public_id)


@page(access.own, kinds=ORGANISATION)
def draft_pdf(request: Request, offer: Offer) -> HttpResponse:
    """The draft as PDF, made now and kept nowhere; a submitted offer has its confirmation instead."""
    if offer.state != State.DRAFT:
        return redirect("offer-page", offer.public_id)
    return HttpResponse(preview(DraftSheet.of(offer)), content_type="application/pdf")
