"""Evaluation as its officer runs it: formal checks, panel, experts, progress."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.confirmations.actions import leave_many
from competitions.corrections.presentation import names
from competitions.corrections.queries import file_titles
from competitions.evaluation import access, formal, queries
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import panel as panel_verbs
from competitions.evaluation.candidates import with_tied
from competitions.evaluation.forms import (
    AlikeForm,
    FormalCheckForm,
    FormalFilterForm,
    MemberFormSet,
    PanelForm,
    ReasonForm,
    RemarkForm,
    possible_members,
)
from competitions.evaluation.models import FormalCheck, Proposal
from competitions.evaluation.prefill import findings
from competitions.evaluation.states import FormalState
from competitions.nominations.queries import indicated_by
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from core.web.page import READING, Request, page
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from core.web.templatetags.polish import data_godzina, odmiana
from core.workflow.refusal import Refusal
from law.competition import deadline_passed
from law.forms import form as official_form
from office.structure.hats import STAFF

PER_PAGE = 100


@page(visible_offers, may=access.may_check, kinds=STAFF, personal=True)
def formal_check(request: Request, offer: Offer) -> HttpResponse:
    """The formal card of an offer: filled with what the system finds, then shown to who approves it."""
    at = now()
    version = offer.versions.latest("number")
    check = queries.current_check(access.checks(request.actor, at), offer)
    if request.method in READING and check and "popraw" not in request.GET and check.state != FormalState.SENT_BACK:
        return render(request, "competitions/evaluation/formal_card.html", _card(request, check))
    found = findings(offer, version)
    form = FormalCheckForm(
        request.POST or None,
        findings=found,
        official=official_form(version.form_version),
        titles=file_titles(offer, version),
        check=check,
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            saved = formal_verbs.fill_check(
                offer,
                form.answers(),
                proposal=form.cleaned_data["proposal"],
                fields=form.cleaned_data["unlocked"],
                files=form.cleaned_data.get("files", []),
                actor=request.actor,
                at=at,
            )
            messages.success(request, _outcome(saved))
            return redirect("evaluation-progress", offer.competition.public_id)
    context = {"offer": offer, "version": version, "form": form, "check": check}
    return render(request, "competitions/evaluation/formal_check.html", context, status=status_of(request, form))


def _outcome(check: FormalCheck) -> str:
    """What to tell who filled or approved a card."""
    if check.state != FormalState.APPROVED:
        return _("Karta jest zapisana. Zatwierdzi ją druga osoba.")
    told = {
        Proposal.ACCEPT: _("Oferta jest poprawna formalnie."),
        Proposal.CORRECT: _("Organizacja została wezwana do uzupełnienia oferty."),
        Proposal.REJECT: _("Oferta została odrzucona formalnie."),
    }
    return told[Proposal(check.proposal)]


def _card(request: Request, check: FormalCheck, form: RemarkForm | None = None) -> dict[str, Any]:
    own = check.filled_by_id == request.actor.person.pk
    return {
        "check": check,
        "offer": check.offer,
        "rows": [
            {
                "question": question,
                "answer": formal.ANSWERS[check.answers[question.code]["answer"]],
                "tone": {"yes": "good", "no": "bad"}.get(check.answers[question.code]["answer"], ""),
                "note": check.answers[question.code]["note"],
                "why": check.findings.get(question.code, {}).get("why", ""),
                "overruled": check.findings.get(question.code, {}).get("answer", "")
                not in ("", check.answers[question.code]["answer"]),
            }
            for question in formal.QUESTIONS
        ],
        "unlocked": [*names(official_form(check.version.form_version), check.fields), *check.files],
        "waits": check.state == FormalState.FILLED,
        "may_approve": check.state == FormalState.FILLED and not (own and check.offer.competition.four_eyes),
        "form": form or RemarkForm(),
    }


@page(access.checks, may=access.may_approve, kinds=STAFF)
@require_POST
def approve(request: Request, check: FormalCheck) -> HttpResponse:
    """Approve a formal card, so that what it proposes happens."""
    form = RemarkForm()
    try:
        done = formal_verbs.approve_check(check, actor=request.actor, at=now())
    except Refusal as refusal:
        context = {**_card(request, check, form), "refusal": refusal}
        return render(request, "competitions/evaluation/formal_card.html", context, status=refusal.status)
    messages.success(request, _outcome(done))
    return redirect("evaluation-progress", check.offer.competition.public_id)


@page(access.checks, may=access.may_approve, kinds=STAFF)
@require_POST
def send_back(request: Request, check: FormalCheck) -> HttpResponse:
    """Send a formal card back with a remark."""
    form = RemarkForm(request.POST)
    if form.is_valid():
        with refusal_on(form, check):
            formal_verbs.send_back_check(check, remark=form.cleaned_data["remark"], actor=request.actor, at=now())
            messages.success(request, _("Karta wróciła do osoby, która ją wypełniła."))
            return redirect("evaluation-progress", check.offer.competition.public_id)
    context = _card(request, check, form)
    return render(request, "competitions/evaluation/formal_card.html", context, status=status_of(request, form))


@page(visible_competitions, may=access.may_run, kinds=STAFF, personal=True)
def formal_cards(request: Request, competition: Competition) -> HttpResponse:
    """Offers in the formal check by what they wait for; cards that others filled are approved many at once."""
    at = now()
    if request.method == "POST" and "zostaw" in request.POST:
        return _leave_many(request, competition)
    if request.method == "POST" and "wypelnij" in request.POST:
        return _fill_many(request, competition)
    if request.method == "POST":
        chosen = access.checks(request.actor, at).filter(
            offer__competition=competition, public_id__in=request.POST.getlist("karta")[:PER_PAGE]
        )
        done, refused = formal_verbs.approve_many(list(chosen.order_by("offer__number")), actor=request.actor, at=at)
        if done:
            words = odmiana(len(done), "kartę,karty,kart")
            messages.success(request, _("Zatwierdzono %(cards)s.") % {"cards": words})
        for check, refusal in refused:
            told = {"number": check.offer.number, "why": " ".join(refusal.sentences)}
            messages.warning(request, _("Oferta nr %(number)s: %(why)s") % told)
        if not done and not refused:
            messages.warning(request, _("Zaznacz karty, które zatwierdzasz."))
        return redirect(request.get_full_path())
    form = FormalFilterForm(request.GET or None)
    rows = queries.formal_list(competition)
    if request.GET:
        rows = form.narrowed(rows, request.actor.person)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("strona"))
    own = request.actor.person.pk
    for row in shown:
        row.waits_words = dict(queries.WAITS)[row.waits]
        row.proposal_words = dict(Proposal.choices).get(row.proposal, "")
        row.approvable = row.waits == "approval" and not (competition.four_eyes and row.filler == own)
        row.fillable = row.waits == "card" and row.round == 1
        row.leavable = row.waits == "confirmation" and deadline_passed(competition.confirmation_due, at)
    context = {
        "competition": competition,
        "form": form,
        "page": shown,
        "approvable": any(row.approvable for row in shown),
        "leavable": any(row.leavable for row in shown),
        "fillable": any(row.fillable for row in shown),
        "alike": AlikeForm(),
        "leaving": ReasonForm(
            initial={
                "reason": _("Potwierdzenie złożenia oferty nie wpłynęło do %(due)s")
                % {"due": data_godzina(competition.confirmation_due)}
            }
        ),
    }
    return render(request, "competitions/evaluation/formal_cards.html", context)


def _fill_many(request: Request, competition: Competition) -> HttpResponse:
    """Fill the cards of the chosen offers alike, each for itself."""
    at, form = now(), AlikeForm(request.POST)
    chosen = visible_offers(request.actor, at).filter(
        competition=competition, public_id__in=request.POST.getlist("do_wypelnienia")[:PER_PAGE]
    )
    offers = list(chosen.order_by("number"))
    if not offers:
        messages.warning(request, _("Zaznacz oferty, których karty wypełniasz."))
    elif not form.is_valid():
        messages.warning(request, _("Wybierz odpowiedzi z list. Żadna karta się nie zmieniła."))
    else:
        done, refused = formal_verbs.fill_many(offers, form.given(), actor=request.actor, at=at)
        if done:
            words = odmiana(len(done), "kartę,karty,kart")
            what = _("Wypełniono %(cards)s. Zatwierdzi je druga osoba.")
            if not competition.four_eyes:
                what = _("Wypełniono %(cards)s. Oferty są poprawne formalnie.")
            messages.success(request, what % {"cards": words})
        for offer, refusal in refused:
            told = {"number": offer.number, "why": " ".join(refusal.sentences)}
            messages.warning(request, _("Oferta nr %(number)s: %(why)s") % told)
    return redirect(request.get_full_path())


def _leave_many(request: Request, competition: Competition) -> HttpResponse:
    """Leave the chosen offers unexamined for one reason, each for itself."""
    at, form = now(), ReasonForm(request.POST)
    chosen = visible_offers(request.actor, at).filter(
        competition=competition, public_id__in=request.POST.getlist("oferta")[:PER_PAGE]
    )
    offers = list(chosen.order_by("number"))
    if not offers:
        messages.warning(request, _("Zaznacz oferty, które pozostawiasz bez rozpatrzenia."))
    elif not form.is_valid():
        messages.warning(request, _("Podaj powód: organizacje dostaną go w liście. Żadna oferta się nie zmieniła."))
    else:
        done, refused = leave_many(offers, reason=form.cleaned_data["reason"], actor=request.actor, at=at)
        if done:
            words = odmiana(len(done), "ofertę,oferty,ofert")
            messages.success(request, _("Pozostawiono bez rozpatrzenia %(offers)s.") % {"offers": words})
        for offer, refusal in refused:
            told = {"number": offer.number, "why": " ".join(refusal.sentences)}
            messages.warning(request, _("Oferta nr %(number)s: %(why)s") % told)
    return redirect(request.get_full_path())


@page(visible_competitions, kinds=STAFF, personal=True)
def progress(request: Request, competition: Competition) -> HttpResponse:
    """Every offer of a competition with where it stands, and what comes next."""
    panel = access.panels(request.actor, now()).filter(competition=competition).first()
    context = {
        "competition": competition,
        "rows": list(with_tied(queries.offers_with_progress(competition))),
        "panel": panel,
        "members": list(panel.members.select_related("user")) if panel else [],
    }
    return render(request, "competitions/evaluation/progress.html", context)


@page(visible_competitions, may=access.may_run, kinds=STAFF)
@require_POST
def start(request: Request, competition: Competition) -> HttpResponse:
    """Begin the evaluation on the merits."""
    formal_verbs.start_evaluation(competition, actor=request.actor, at=now())
    messages.success(request, _("Rozpoczęto ocenę merytoryczną. Przydziel oferty ekspertom."))
    return redirect("evaluation-progress", competition.public_id)


@page(visible_competitions, may=access.may_run, kinds=STAFF)
def appoint(request: Request, competition: Competition) -> HttpResponse:
    """Appoint the panel."""
    added = with_row_added(request.POST)
    data = added or request.POST or None
    form = PanelForm(data)
    members = MemberFormSet(
        data, prefix="members", form_kwargs={"people": possible_members(), "indicated": indicated_by(localdate())}
    )
    if added:
        unchecked(form), unchecked(members)
    elif request.method == "POST" and form.is_valid() and members.is_valid():
        rows: list[dict[str, Any]] = [
            {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
            for row in members
            if row.cleaned_data and not row.cleaned_data.get("DELETE")
        ]
        with refusal_on(form, competition):
            panel_verbs.appoint(competition, members=rows, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Komisja jest powołana. Jej członkowie dostali swoje role."))
            return redirect("evaluation-progress", competition.public_id)
    status = 200 if added else status_of(request, form)
    context = {"competition": competition, "form": form, "members": members}
    return render(request, "competitions/evaluation/appoint.html", context, status=status)
