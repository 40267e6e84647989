"""Who evaluates what, found by calculation: what there is to give out, the proposal with its certificate, hand changes."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.evaluation import access, candidates, certificate, planning, queries
from competitions.evaluation.actions import plans as verbs
from competitions.evaluation.forms import ChangeForm, PlanForm
from competitions.evaluation.models import Plan
from competitions.evaluation.states import PlanState
from core.audit.ledger import canonical
from core.documents.queries import documents_of
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.workflow.refusal import Refusal
from office.structure.hats import STAFF

PER_PAGE = 50
# Who may evaluate, as people call the links in a proposal.
BARRED = {
    "conflict": gettext_lazy("konflikt"),
    "possible": gettext_lazy("możliwe powiązanie"),
    "unknown": gettext_lazy("brak danych"),
    "card": gettext_lazy("jest karta"),
}


@page(visible_competitions, may=access.may_run, kinds=STAFF, personal=True)
def plan_new(request: Request, competition: Competition) -> HttpResponse:
    """What there is to give out and to whom; ask for a proposal."""
    at = now()
    form = PlanForm(request.POST or None, initial={"due": competition.selection_by, "seed": _seed(competition)})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            plan = verbs.ask_plan(competition, form.cleaned_data, actor=request.actor, at=at)
            return redirect("plan-page", plan.public_id)
    context = {
        "competition": competition,
        "form": form,
        "offers": candidates.to_give_out(competition),
        "experts": candidates.with_absences(competition, localdate(at)),
        "plans": list(access.plans(request.actor, at).filter(competition=competition)),
        "open": competition.state == "evaluation",
    }
    return render(request, "competitions/evaluation/plan_new.html", context, status=status_of(request, form))


def _seed(competition: Competition) -> int:
    """A seed that nobody chose: it follows from the competition's own number."""
    return int(hashlib.sha256(competition.public_id.encode()).hexdigest()[:6], 16)


@page(access.plans, kinds=(*STAFF, "auditor"), personal=True)
@require_safe
def plan_page(request: Request, plan: Plan) -> HttpResponse:
    """A proposal: how far its calculation is, then who would evaluate what, with the certificate."""
    return render(request, "competitions/evaluation/plan.html", _shown(request, plan))


def _shown(request: Request, plan: Plan) -> dict[str, Any]:
    may = access.may_plan(request.actor, plan, now())[0]
    context: dict[str, Any] = {"plan": plan, "competition": plan.competition, "may": may}
    if not plan.data:
        job = queries.plan_job(plan)
        return {**context, "job": job}
    problem, answer = planning.Problem.of(plan.data["problem"]), plan.data["answer"]
    names = queries.names_of(problem)
    pairs = planning.changed(answer["pairs"], plan.changes)
    sums = problem.fit(pairs)
    titles = queries.names_of_applicants(plan.competition)
    columns = {each.expert: place for place, each in enumerate(problem.experts)}
    given: dict[str, list[str]] = {}
    for offer, expert in pairs:
        given.setdefault(offer, []).append(expert)
    rows = [
        {
            "asked": asked,
            "organisation": titles.get(asked.offer, ""),
            "sum": sums[asked.offer],
            "experts": [
                {"name": names.get(each, ""), "fit": problem.grades[place][columns[each]]}
                for each in given.get(asked.offer, [])
            ],
            "free": len(problem.free(place)),
            "barred": [
                f"{words}: {count}"
                for code, words in BARRED.items()
                if code in problem.barred and (count := problem.links[place].count(code))
            ],
        }
        for place, asked in enumerate(problem.offers)
    ]
    loads = [
        {
            "name": names.get(each.expert, ""),
            "able": each,
            "load": sum(expert == each.expert for _offer, expert in pairs),
        }
        for each in problem.experts
    ]
    return {
        **context,
        "answer": answer,
        "problem": problem,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("strona")),
        "loads": loads,
        "conflict": certificate.rules_in_words(problem, answer["conflict"] or [], names),
        "total": sum(sums.values()),
        "worst": min((sums[each.offer] for each in problem.offers if each.demand), default=0),
        "changes": [
            {
                **each,
                "out": names.get(each["out"], ""),
                "put": names.get(each["put"], ""),
                "number": next(one.number for one in problem.offers if one.offer == each["offer"]),
            }
            for each in plan.changes
        ],
        "intact": hashlib.sha256(canonical(plan.data)).hexdigest() == plan.digest,
        "changeable": may and plan.state == PlanState.PROPOSED,
        "documents": documents_of(plan),
    }


@page(access.plans, kinds=(*STAFF, "auditor"))
@require_safe
def plan_data(request: Request, plan: Plan) -> HttpResponse:
    """The canonical data of a proposal, byte for byte what its hash was made of."""
    answer = HttpResponse(canonical(plan.data), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="przydzial-{plan.number}.json"'
    return answer


@page(access.plans, may=access.may_plan, kinds=STAFF)
@require_POST
def plan_decide(request: Request, plan: Plan) -> HttpResponse:
    """Accept a proposal as a whole, so that its cards go out, or put it away."""
    accepted = "accept" in request.POST
    try:
        done = (verbs.accept_plan if accepted else verbs.drop_plan)(plan, actor=request.actor, at=now())
    except Refusal as refusal:
        plan.refresh_from_db()
        context = {**_shown(request, plan), "refusal": refusal}
        return render(request, "competitions/evaluation/plan.html", context, status=refusal.status)
    if accepted:
        messages.success(request, _("Przydział jest przyjęty. Eksperci dostali wiadomości."))
        return redirect("evaluation-progress", done.competition.public_id)
    messages.success(request, _("Propozycja jest odrzucona. Nikt nie dostał oferty."))
    return redirect("plan-new", done.competition.public_id)


@page(access.plans, may=access.may_plan, kinds=STAFF, personal=True)
def plan_change(request: Request, plan: Plan) -> HttpResponse:
    """Put another expert on one offer of a proposal, with a reason; the rules have to hold."""
    problem = planning.Problem.of(plan.data["problem"]) if plan.data else None
    offer = request.GET.get("oferta", "")
    place = next((n for n, each in enumerate(problem.offers) if each.offer == offer), None) if problem else None
    if problem is None or place is None:
        return redirect("plan-page", plan.public_id)
    names = queries.names_of(problem)
    pairs = planning.changed(plan.data["answer"]["pairs"], plan.changes)
    now_on = [expert for one, expert in pairs if one == offer]
    others = [problem.experts[each].expert for each in problem.free(place)]
    grades = {each.expert: problem.grades[place][column] for column, each in enumerate(problem.experts)}
    others = sorted((each for each in others if each not in now_on), key=lambda each: -grades[each])
    form = ChangeForm(
        request.POST or None,
        out=[(each, names.get(each, "")) for each in now_on],
        put=[(each, f"{names.get(each, '')} ({_('dopasowanie')} {grades[each]})") for each in others],
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, plan):
            verbs.change_plan(plan, offer=offer, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Zmiana jest w propozycji, a powód w księdze zdarzeń."))
            return redirect("plan-page", plan.public_id)
    context = {"plan": plan, "form": form, "asked": problem.offers[place]}
    return render(request, "competitions/evaluation/plan_change.html", context, status=status_of(request, form))
