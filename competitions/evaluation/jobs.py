"""Slow work of evaluation: the minutes, the letter about a rejected offer, how firm the ranking is, the assignment of experts, another look at their ties."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.evaluation import candidates, queries
from competitions.evaluation.actions import results
from competitions.evaluation.actions.links import find_links
from competitions.evaluation.actions.plans import propose_plan
from competitions.evaluation.documents import AssignmentSheet, MinutesSheet, RejectionSheet
from competitions.evaluation.models import FormalCheck, Panel, Plan
from competitions.evaluation.reliability import fragility
from competitions.evaluation.states import PlanState
from core.accounts.actor import system
from core.documents.issue import issue, issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run

# How long an assignment is looked for; what is found by then tells how far from proved it is.
SECONDS = 60.0


@handler("evaluation.minutes", label="Protokół komisji")
def minutes(run: Run, panel_pk: int) -> dict[str, Any]:
    """Issue the minutes of a concluded panel."""
    panel = Panel.objects.select_related("competition__case", "appointment").get(pk=panel_pk)
    document = issue(MinutesSheet.of(panel), panel, actor=system("protokół komisji"), at=run.at)
    return {"document": document.public_id, "link": document.url}


@handler("evaluation.rejection", label="Pismo o odrzuceniu oferty w ocenie formalnej")
def rejection(run: Run, check_pk: int) -> dict[str, Any]:
    """Issue the letter about an offer that was rejected formally, under the offer."""
    check = FormalCheck.objects.select_related("version__offer__competition__case", "approved_by").get(pk=check_pk)
    document = issue(RejectionSheet.of(check), check.version.offer, actor=system("ocena formalna"), at=run.at)
    return {"document": document.public_id, "link": document.url}


@handler("evaluation.recheck", label="Sprawdzenie powiązań ekspertów")
def recheck(run: Run) -> dict[str, Any]:
    """Look again at every live card: a record of a person, an organisation or a joint offer may have changed."""
    cards = list(candidates.live_cards())
    rows = candidates.findings(cards, run.at) if cards else []
    news = 0
    for number, (card, found) in enumerate(rows, 1):
        news += find_links(card, found, actor=system("sprawdzenie powiązań"), at=run.at)
        run.progress(number, len(rows))
    return {"cards": len(rows), "news": news}


@handler("evaluation.fragility", label="Odporność rankingu na zmianę ocen")
def firmness(run: Run, competition_pk: int, seed: int) -> dict[str, Any]:
    """Resample the cards of a competition and keep what came of it."""
    competition = Competition.objects.get(pk=competition_pk)
    standing = queries.standing(competition)
    words = _("losowanie kart")
    found = fragility(
        standing.cards,
        standing.rules,
        seed,
        highest=standing.highest,
        progress=lambda done, total: run.progress(done, total, words),
    )
    results.keep_resampling(competition, found, inputs=standing.fingerprint, actor=run.actor, at=run.at)
    return {"link": reverse("competition-ranking", args=[competition.public_id])}


@handler("evaluation.plan", label="Przydział ofert ekspertom")
def plan(run: Run, plan_pk: int) -> dict[str, Any]:
    """Find the best assignment, or why there is none; a plan that was dropped meanwhile is left alone."""
    row = Plan.objects.select_related("competition").get(pk=plan_pk)
    link = reverse("plan-page", args=[row.public_id])
    if row.state != PlanState.ASKED:
        return {"link": link}
    run.progress(0, 3, "sprawdzenie powiązań")
    problem = candidates.problem(row, run.at)
    run.progress(1, 3, "szukanie najlepszego przydziału")
    found = problem.solved(time_limit=SECONDS)
    run.progress(2, 3, "zapis dowodu")
    propose_plan(row, problem=problem, found=found, actor=system("przydział ofert"), at=run.at)
    return {"link": link}


@handler("evaluation.certificate", label="Zaświadczenie o przydziale ofert")
def assignment_certificate(run: Run, plan_pk: int) -> dict[str, Any]:
    """Issue the certificate of a proposal as it stands: with its hand changes, and whether it was accepted."""
    row = Plan.objects.select_related("competition__case").get(pk=plan_pk)
    document = issue_next(AssignmentSheet.of(row), row, actor=system("przydział ofert"), at=run.at)
    return {"document": document.public_id, "link": document.url}
