"""Results of scoring, for staff and the chair: the ranking with how firm it is, how far the experts agree."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls.models import Competition
from competitions.calls.queries import scoring_rules
from competitions.evaluation import access, queries, scoring
from competitions.evaluation.actions import results
from competitions.evaluation.hats import CHAIR
from competitions.evaluation.reliability import leniency
from competitions.evaluation.statistics import agreement
from competitions.offers.queries import names_together
from core.web.charts import Chart, bars, intervals
from core.web.page import Request, page
from core.web.templatetags.polish import liczba, procent
from office.structure.hats import STAFF

READERS = (*STAFF, "auditor", CHAIR.code)
PER_PAGE = 100
# How many offers on each side of the funding line the picture shows.
AROUND = 6


@page(access.scored, kinds=READERS)
def ranking(request: Request, competition: Competition) -> HttpResponse:
    """The ranking by the submitted cards, page by page, with how firm each place is."""
    at = now()
    standing = queries.standing(competition, closed=access.shut(request.actor))
    ranked = [placed for placed in standing.ranking if placed.offer not in standing.closed]
    kept = getattr(competition, "resampling", None)
    shown = Paginator(ranked, PER_PAGE).get_page(request.GET.get("strona"))
    line = _around_line(ranked)
    offers = queries.offers_by_key(competition, {placed.offer for placed in [*shown, *line]})
    sums = standing.sums({placed.offer for placed in shown})
    firm = kept.offers if kept else {}
    rows = [
        {
            "placed": placed,
            "offer": offers[placed.offer],
            "sums": sums[placed.offer],
            "divergent": placed.offer in standing.divergent,
            "firm": firm.get(placed.offer),
            "share": 100 * firm[placed.offer]["share"] if placed.offer in firm else None,
        }
        for placed in shown
    ]
    context = {
        "competition": competition,
        "page": shown,
        "rows": rows,
        "rules": scoring_rules(competition),
        "divergent": len(standing.divergent - standing.closed),
        "kept": kept,
        "current": kept and kept.inputs == standing.fingerprint,
        "chart": _line_chart(line, offers, firm) if firm else None,
        "job": access.resampling_job(request.actor, competition, at),
        "may_ask": access.may_resample(request.actor, competition, at)[0],
    }
    return render(request, "competitions/evaluation/ranking.html", context)


def _around_line(ranked: list[scoring.Placed]) -> list[scoring.Placed]:
    """The offers nearest to where proposals end."""
    last = max((place for place, placed in enumerate(ranked) if placed.proposed), default=-1)
    return ranked[max(last + 1 - AROUND, 0) : last + 1 + AROUND]


def _makers(offer: Any) -> str:
    return names_together(offer, offer.joint_with)


def _line_chart(line: list[scoring.Placed], offers: dict[str, Any], firm: dict[str, Any]) -> Chart:
    rows = [
        (f"{placed.place}. {_makers(offers[placed.offer])}", round(100 * firm[placed.offer]["share"]))
        for placed in line
        if placed.offer in firm
    ]
    return bars(
        _("Jak często oferty przy linii dofinansowania dostają dotację"),
        rows,
        category=_("Oferta"),
        measure=_("Część losowań z dotacją"),
        text=lambda value: procent(value, 0),
    )


@page(access.scored, may=access.may_resample, kinds=READERS)
@require_POST
def resample(request: Request, competition: Competition) -> HttpResponse:
    """Ask how firm the ranking is."""
    results.ask_resampling(competition, actor=request.actor)
    messages.success(request, _("Obliczenie jest zlecone. Wynik pojawi się na tej stronie."))
    return redirect("competition-ranking", competition.public_id)


@page(access.scored, kinds=READERS, personal=True)
def agreement_of_experts(request: Request, competition: Competition) -> HttpResponse:
    """How far the experts agree, and how lenient each is."""
    standing = queries.standing(competition, closed=access.shut(request.actor))
    cards = [card for card in standing.cards if card.offer not in standing.closed]
    found = agreement(cards, standing.rules)
    names = queries.names_of_experts(competition)
    lenient = [
        (names[key], each, *each.ends) for key, each in sorted(leniency(cards).items(), key=lambda row: -row[1].points)
    ]
    criteria = {each.number: each.name for each in standing.criteria}
    alphas = [(f"{number}. {criteria[number]}", value) for number, value in found.by_criterion.items()]
    context = {
        "competition": competition,
        "found": found,
        "cards": len(cards),
        "alphas": alphas,
        "alpha_chart": bars(
            _("Zgodność ocen w kryteriach (alfa Krippendorffa)"),
            [(label, round(100 * value)) for label, value in alphas if value is not None],
            category=_("Kryterium"),
            measure=_("Alfa × 100"),
        ),
        "lenient": lenient,
        "chart": intervals(
            _("Surowość i łagodność ekspertów, w punktach"),
            [(name, each.points, low, high) for name, each, low, high in lenient],
            category=_("Ekspert"),
            measure=_("O ile punktów więcej niż inni (przedział 95%)"),
            text=lambda value: f"{'+' if value > 0 else ''}{liczba(value, 1)}",
        ),
    }
    return render(request, "competitions/evaluation/agreement.html", context)
