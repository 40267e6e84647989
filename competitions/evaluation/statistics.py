"""What the submitted cards say of themselves: agreement per criterion and of the whole; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from competitions.evaluation.reliability import icc, krippendorff_alpha
from competitions.evaluation.scoring import Card, Rules, totals


@dataclass(frozen=True, slots=True)
class Agreement:
    """Coefficients of a set of cards, None where there is nothing to agree on.

    `alpha` is of the sums of cards, `by_criterion` of each criterion, at the interval level; `one` and `many` are ICC(1,1)
    and ICC(1,k) of the `complete` offers that have exactly `raters` cards.
    """

    alpha: float | None
    by_criterion: Mapping[int, float | None]
    one: float | None
    many: float | None
    complete: int
    raters: int


def agreement(cards: Sequence[Card], rules: Rules) -> Agreement:
    """How far the experts agree. Raises ValueError for cards that `scoring.rank` refuses."""
    sums = totals(cards, rules)
    turn: dict[str, int] = {}
    weighed: dict[tuple[str, str], Decimal] = {}
    for card in cards:
        place = turn.get(card.offer, 0)
        weighed[card.offer, card.expert] = sums[card.offer][place]
        turn[card.offer] = place + 1
    full = [rows for rows in sums.values() if len(rows) == rules.experts] if rules.experts > 1 else []
    able = len(full) > 1
    table = np.array(full, dtype=float)
    return Agreement(
        alpha=_alpha(cards, {key: float(value) for key, value in weighed.items()}),
        by_criterion={
            number: _alpha(cards, {(card.offer, card.expert): float(card.points[number]) for card in cards})
            for number in rules.criteria
        },
        one=_number(icc(table, "ICC(1,1)")) if able else None,
        many=_number(icc(table, "ICC(1,k)")) if able else None,
        complete=len(full),
        raters=rules.experts,
    )


def _alpha(cards: Sequence[Card], given: Mapping[tuple[str, str], float]) -> float | None:
    """Krippendorff's alpha of experts × offers at the interval level."""
    offers = {offer: place for place, offer in enumerate(dict.fromkeys(card.offer for card in cards))}
    experts = {expert: place for place, expert in enumerate(dict.fromkeys(card.expert for card in cards))}
    table = np.full((len(experts), len(offers)), np.nan)
    for (offer, expert), value in given.items():
        table[experts[expert], offers[offer]] = value
    return _number(krippendorff_alpha(table, "interval")) if given else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
