"""How far experts agree: Krippendorff's alpha, intraclass correlations, leniency of each expert; pure.

Sources: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); P. E. Shrout and J. L. Fleiss, Intraclass
Correlations: Uses in Assessing Rater Reliability, Psychological Bulletin 86 (1979).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t

from competitions.evaluation.scoring import Card

LEVELS = ("nominal", "ordinal", "interval", "ratio")
MODELS = ("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
Table = NDArray[np.float64]


def krippendorff_alpha(ratings: ArrayLike, level: str) -> float:
    """Krippendorff's alpha of raters × units, NaN where a rater did not judge; level "nominal", "ordinal", "interval" or "ratio".

    1 is full agreement, 0 what chance gives. NaN when no unit has two ratings or all ratings are one value, since there is
    nothing to agree on. Raises ValueError for another shape or level, and for negative values at the level "ratio".
    """
    table = _table(ratings)
    if level not in LEVELS:
        raise ValueError(f"level has to be one of {', '.join(LEVELS)}")
    counted = table[:, np.sum(~np.isnan(table), axis=0) >= 2]
    values = np.unique(counted[~np.isnan(counted)])
    if level == "ratio" and (values < 0).any():
        raise ValueError("values have to be 0 or more at the level ratio")
    if len(values) < 2:
        return float("nan")
    per_unit = np.stack([np.sum(counted == value, axis=0) for value in values])
    pairable = per_unit.sum(axis=0)
    # Coincidences: each pair of ratings of one unit, weighed by how many ratings the unit has.
    together = (per_unit / (pairable - 1)) @ per_unit.T - np.diag((per_unit / (pairable - 1)).sum(axis=1))
    totals = together.sum(axis=1)
    expected = np.outer(totals, totals) - np.diag(totals)
    distance = _distance(values, totals, level)
    observed = float((together * distance).sum())
    return 1.0 - (float(totals.sum()) - 1) * observed / float((expected * distance).sum())


def _distance(values: Table, totals: Table, level: str) -> Table:
    """How different two values are, squared, as the level of measurement sees it."""
    difference = values[:, None] - values[None, :]
    if level == "nominal":
        return (difference != 0).astype(float)
    if level == "interval":
        return difference**2
    if level == "ratio":
        both = values[:, None] + values[None, :]
        return np.divide(difference, both, out=np.zeros_like(difference), where=both != 0) ** 2
    # Ordinal: how many ratings lie between the two, the outer ones by half.
    ranks = np.cumsum(totals) - totals / 2
    return np.asarray((ranks[:, None] - ranks[None, :]) ** 2)


def icc(ratings: ArrayLike, model: str) -> float:
    """The intraclass correlation of subjects × raters (complete), as Shrout and Fleiss (1979) name the models.

    "(1,·)": other raters for each subject; "(2,·)": raters drawn from many; "(3,·)": just these raters; "·,k": of the mean of
    the k raters. NaN where nothing varies. Raises ValueError for another model, shape or a missing rating.
    """
    table = _table(ratings)
    if model not in MODELS:
        raise ValueError(f"model has to be one of {', '.join(MODELS)}")
    subjects, raters = table.shape
    if np.isnan(table).any() or subjects < 2 or raters < 2:
        raise ValueError("ratings have to be a complete table of at least 2 subjects and 2 raters")
    mean = table.mean()
    between = raters * ((table.mean(axis=1) - mean) ** 2).sum() / (subjects - 1)
    within = ((table - table.mean(axis=1, keepdims=True)) ** 2).sum() / (subjects * (raters - 1))
    of_raters = subjects * ((table.mean(axis=0) - mean) ** 2).sum() / (raters - 1)
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + mean
    error = (rest**2).sum() / ((subjects - 1) * (raters - 1))
    above, below = {
        "ICC(1,1)": (between - within, between + (raters - 1) * within),
        "ICC(2,1)": (between - error, between + (raters - 1) * error + raters * (of_raters - error) / subjects),
        "ICC(3,1)": (between - error, between + (raters - 1) * error),
        "ICC(1,k)": (between - within, between),
        "ICC(2,k)": (between - error, between + (of_raters - error) / subjects),
        "ICC(3,k)": (between - error, between),
    }[model]
    return float(above / below) if below else float("nan")


@dataclass(frozen=True, slots=True)
class Leniency:
    """How many points more (or fewer) an expert gives than the others would to the same offers, with a 95 % interval.

    `cards` is how many of the expert's cards stand beside another's; the interval is NaN where they are too few to tell.
    """

    points: float
    low: float
    high: float
    cards: int


def leniency(cards: Sequence[Card], confidence: float = 0.95) -> dict[str, Leniency]:
    """Leniency of every expert from submitted cards, by least squares of a card's points = offer + expert.

    The mean over the experts is 0 within each group of them that common offers connect; between groups nobody can compare. Experts
    who share no offer with anybody are left out. Raises ValueError when an expert has two cards of one offer.
    """
    points_of = {(card.offer, card.expert): float(sum(card.points.values())) for card in cards}
    if len(points_of) != len(cards):
        raise ValueError("an expert has to have one card of an offer")
    by_offer: dict[str, list[str]] = {}
    for offer, expert in points_of:
        by_offer.setdefault(offer, []).append(expert)
    shared = {key: points for key, points in points_of.items() if len(by_offer[key[0]]) > 1}
    offers = {offer: place for place, offer in enumerate(dict.fromkeys(offer for offer, _expert in shared))}
    experts = {expert: place for place, expert in enumerate(sorted({expert for _offer, expert in shared}))}
    if not experts:
        return {}
    groups = _groups(by_offer, list(experts))
    design = np.zeros((len(shared) + len(groups), len(offers) + len(experts)))
    points = np.zeros(len(design))
    for row, ((offer, expert), given) in enumerate(shared.items()):
        design[row, offers[offer]] = design[row, len(offers) + experts[expert]] = 1
        points[row] = given
    for row, group in enumerate(groups, start=len(shared)):
        # What makes the answer one: the leniencies of a group sum up to nothing.
        design[row, [len(offers) + experts[expert] for expert in group]] = 1
    inverse = np.linalg.pinv(design)
    estimate = inverse @ points
    freedom = len(shared) - len(offers) - len(experts) + len(groups)
    spread = float(((points - design @ estimate) ** 2).sum()) / freedom if freedom > 0 else float("nan")
    # The rows of the condition carry no error.
    variance = (inverse[:, : len(shared)] ** 2).sum(axis=1) * spread
    quantile = float(t.ppf((1 + confidence) / 2, freedom)) if freedom > 0 else float("nan")
    found = {}
    for expert, place in experts.items():
        value, half = float(estimate[len(offers) + place]), quantile * float(np.sqrt(variance[len(offers) + place]))
        count = sum(1 for _offer, who in shared if who == expert)
        found[expert] = Leniency(value, value - half, value + half, count)
    return found


def _groups(by_offer: Mapping[str, list[str]], experts: list[str]) -> list[list[str]]:
    """Experts whom common offers connect, directly or through others."""
    leader = {expert: expert for expert in experts}

    def find(expert: str) -> str:
        while leader[expert] != expert:
            expert = leader[expert]
        return expert

    for members in by_offer.values():
        for one, other in pairwise(members):
            leader[find(one)] = find(other)
    groups: dict[str, list[str]] = {}
    for expert in experts:
        groups.setdefault(find(expert), []).append(expert)
    return list(groups.values())


def _table(ratings: ArrayLike) -> Table:
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or np.isinf(table).any():
        raise ValueError("ratings have to be a table of numbers")
    return table
