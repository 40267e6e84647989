"""Pages of awards: recording the Board's decision, the public results, the list of offers with what became of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competitions.awards import access, actions
from competitions.awards.exports import headings, table, with_outcome
from competitions.awards.filters import OfferFilter
from competitions.awards.forms import DecisionForm
from competitions.awards.presentation import COLUMNS, row_of
from competitions.awards.queries import offers_count, results, subtasks_left
from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition, SubTask
from competitions.changes.documents import MEANING
from competitions.changes.forms import DecisionForm as ChangeDecision
from competitions.changes.models import Kind
from competitions.evaluation.access import panel_offers
from competitions.offers.access import visible as visible_offers
from competitions.offers.presentation import Figure
from competitions.offers.states import State as OfferState
from core.accounts.hats import AUDITOR
from core.documents.queries import documents_of
from core.files.download import table_file
from core.publications.queries import bip_footer
from core.web.page import Request, page
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from core.web.templatetags.polish import zloty
from law.competition import cancellation_basis, cancellation_breaches, part_cancellation_breaches
from law.verdict import sentence
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)
PER_PAGE = 50


@page(visible_competitions, may=access.may_resolve, kinds=STAFF)
def decide(request: Request, competition: Competition) -> HttpResponse:
    """Record the Board's decision on every offer."""
    at = now()
    rows = panel_offers(request.actor, at).filter(competition=competition, opinion__isnull=False)
    rows = rows.exclude(state=OfferState.VOIDED)
    offers = list(rows.select_related("organisation", "opinion", "subtask").order_by("opinion__place", "number"))
    form = DecisionForm(request.POST or None, offers=offers)
    if request.method == "POST" and form.is_valid():
        resolution, decisions = form.cleaned_data["resolution"], form.decisions()
        with refusal_on(form, competition):
            actions.resolve(competition, resolution=resolution, decisions=decisions, actor=request.actor, at=at)
            messages.success(request, _("Konkurs jest rozstrzygnięty. Listy wyników powstają i zostaną opublikowane."))
            return redirect("results", competition.public_id)
    pool = competition.living_pool
    left = pool - form.proposed
    subtasks = subtasks_left(competition, offers)
    context = {
        "competition": competition,
        "form": form,
        "summary": [
            Figure(_("Pula"), zloty(pool)),
            Figure(_("Przyznano"), zloty(form.proposed), "awarded"),
            Figure(_("Zostaje w puli"), zloty(left), "left"),
            *(
                Figure(_("Zostaje w podzadaniu %(n)s") % {"n": row.number}, zloty(rest), f"left{row.number}")
                for row, rest in subtasks
            ),
        ],
        "warnings": [
            {"rule": "left least 0.00", "text": _("Przyznano więcej, niż jest w puli."), "broken": left < 0},
            *(
                {
                    "rule": f"left{row.number} least 0.00",
                    "text": _("W podzadaniu %(n)s przyznano więcej, niż jest w jego puli.") % {"n": row.number},
                    "broken": rest < 0,
                }
                for row, rest in subtasks
            ),
        ],
        "pool": pool,
        "subtasks": [row for row, _rest in subtasks],
    }
    return render(request, "competitions/awards/decide.html", context, status=status_of(request, form))


@page(visible_competitions, may=access.may_resolve, kinds=STAFF)
def cancel(request: Request, competition: Competition) -> HttpResponse:
    """Cancel a competition in which nothing can be chosen (art. 18a)."""
    form = ChangeDecision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            actions.cancel(competition, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(
                request, _("Konkurs jest unieważniony. Opublikuj to w trzech miejscach (art. 18a ust. 2).")
            )
            return redirect("competition-changes", competition.public_id)
    count = offers_count(competition)
    context = {
        "competition": competition,
        "form": form,
        "count": count,
        "sentences": [sentence(breach) for breach in cancellation_breaches(count)],
        "basis": cancellation_basis(count),
        "meaning": MEANING[Kind.CANCELLATION],
        "parts": [row for row in competition.parts if not row.cancelled_at],
    }
    return render(request, "competitions/awards/cancel.html", context, status=status_of(request, form))


@page(visible_competitions, may=access.may_resolve, kinds=STAFF)
def cancel_part(request: Request, competition: Competition, number: int) -> HttpResponse:
    """Cancel one sub-task in which nothing can be chosen (art. 18a); the others go on."""
    parts = competition.parts
    subtask = next((row for row in parts if row.number == number), None)
    if subtask is None:
        raise Http404
    form = ChangeDecision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            actions.cancel_part(subtask, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(
                request, _("Podzadanie jest unieważnione. Opublikuj to w trzech miejscach (art. 18a ust. 2).")
            )
            return redirect("competition-changes", competition.public_id)
    count = offers_count(competition, subtask)
    others = sum(1 for row in parts if row != subtask and not row.cancelled_at)
    context = {
        "competition": competition,
        "subtask": subtask,
        "form": form,
        "count": count,
        "sentences": _part_blocked(competition, subtask)
        or [sentence(breach) for breach in part_cancellation_breaches(count, others=others)],
        "basis": cancellation_basis(count),
        "meaning": MEANING[Kind.PART_CANCELLATION],
    }
    return render(request, "competitions/awards/cancel_part.html", context, status=status_of(request, form))


def _part_blocked(competition: Competition, subtask: SubTask) -> list[str]:
    """Why a sub-task cannot be cancelled whatever its offers: it was, or the competition stands elsewhere."""
    if subtask.cancelled_at:
        return [_("To podzadanie jest już unieważnione.")]
    if not competition.MACHINE.find("cancel", competition.state):
        words = _(
            "Podzadanie unieważnia się po zakończeniu naboru, a przed rozstrzygnięciem konkursu. Teraz: %(state)s."
        )
        return [words % {"state": competition.get_state_display()}]
    return []


@page(access.resolved)
def results_page(request: Request, competition: Competition) -> HttpResponse:
    """The three result lists, for everyone."""
    context = {
        "competition": competition,
        "results": results(competition),
        "documents": [row for row in documents_of(competition) if row.kind == "awards.results"],
        "bip": bip_footer(competition),
    }
    return render(request, "competitions/awards/results.html", context)


def _asked(request: Request, competition: Competition) -> OfferFilter:
    at = now()
    rows = visible_offers(request.actor, at).filter(competition=competition)
    return OfferFilter(request.GET, rows=rows, competition=competition, at=at)


@require_safe
@page(visible_competitions, kinds=READERS)
def offers(request: Request, competition: Competition) -> HttpResponse:
    """The offers of a competition: where each stands, what it waits for, whose turn it is, until when."""
    at, asked = now(), _asked(request, competition)
    paginator = Paginator(with_outcome(asked.narrowed()), PER_PAGE)
    # The sums have counted them already.
    vars(paginator)["count"] = asked.sums["count"]
    shown = paginator.get_page(request.GET.get("strona"))
    address = request.GET.copy()
    address.pop("strona", None)
    context = {
        "competition": competition,
        "filter": asked.form,
        "requested": asked.sums["requested"] or 0,
        "page": shown,
        "columns": [{"label": label, "number": number} for label, number in COLUMNS],
        "rows": [row_of(offer, competition, at) for offer in shown],
        "address": address.urlencode(),
        "panels": panels("competition-offers", request.actor, competition, at),
        "staff": request.actor.wears(*STAFF),
    }
    return render(request, "competitions/awards/offers.html", context)


@require_safe
@page(visible_competitions, kinds=READERS)
def offers_table(request: Request, competition: Competition, ending: str) -> HttpResponseBase:
    """The same list as CSV or XLSX, with the same filters."""
    rows = table(_asked(request, competition).narrowed(), competition, now())
    return table_file(f"oferty-{localdate():%Y-%m-%d}", ending, title=_("Oferty"), heads=headings(), rows=rows)
