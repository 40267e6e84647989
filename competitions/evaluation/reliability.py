"""How far experts agree, how lenient each is, and how much of the ranking hangs on who scored; pure.

Sources: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); P. E. Shrout and J. L. Fleiss, Intraclass
Correlations: Uses in Assessing Rater Reliability, Psychological Bulletin 86 (1979).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, isnan, lcm

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t

from competitions.evaluation.scoring import MEAN, Card, Rules, Scored, Sheet, sheet

LEVELS = ("nominal", "ordinal", "interval", "ratio")
MODELS = ("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
# More cards of one offer than anybody ever asks for; up to here each draw of them is one whole number.
MOST_CARDS = 12
# Resamples ranked at a time, so that the tables stay small.
CHUNK = 50
Table = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


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

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The interval as pictures and tables take it: None where it is NaN."""
        return (None, None) if isnan(self.low) else (self.low, self.high)


def leniency(cards: Sequence[Card], confidence: float = 0.95) -> dict[str, Leniency]:
    """Leniency of every expert from submitted cards, by least squares of a card's points = offer + expert.

    The mean over the experts is 0 within each group of them that common offers connect; between groups nobody can compare. Experts
    who share no offer with anybody are left out. Raises ValueError when an expert has two cards of one offer, and for a
    confidence that is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("confidence has to be between 0 and 1")
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
    of_offer = np.array([offers[offer] for offer, _expert in shared])
    of_expert = np.array([experts[expert] for _offer, expert in shared])
    points = np.array(list(shared.values()))
    # The offers are solved out of the normal equations, so that what is left is as large as the experts are many.
    together = np.zeros((len(offers), len(experts)))
    together[of_offer, of_expert] = 1
    per_offer = np.bincount(of_offer)
    rest = points - (np.bincount(of_offer, points) / per_offer)[of_offer]
    # A generalised inverse answers with the leniencies that sum up to nothing within each group.
    inverse = np.linalg.pinv(np.diag(np.bincount(of_expert)) - (together.T / per_offer) @ together)
    estimate = inverse @ np.bincount(of_expert, rest)
    unexplained = points - estimate[of_expert]
    unexplained -= (np.bincount(of_offer, unexplained) / per_offer)[of_offer]
    freedom = len(shared) - len(offers) - len(experts) + len(groups)
    spread = float((unexplained**2).sum()) / freedom if freedom > 0 else float("nan")
    variance = np.diag(inverse) * spread
    quantile = float(t.ppf((1 + confidence) / 2, freedom)) if freedom > 0 else float("nan")
    cards_of = np.bincount(of_expert)
    found = {}
    for expert, place in experts.items():
        value, half = float(estimate[place]), quantile * float(np.sqrt(variance[place]))
        found[expert] = Leniency(value, value - half, value + half, int(cards_of[place]))
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


@dataclass(frozen=True, slots=True)
class Fragile:
    """How firm an offer's result is.

    `funded`: whether it gets the grant; `share`: the part of resamples in which it does (0–1); `best` and `worst`: the places
    between which it stood in 90 % of them. `swaps`: the most offers that gain or lose a grant when one expert gives this
    offer one point more or less for one criterion; `flips`: whether it is itself among them for some such point.
    """

    funded: bool
    share: float
    best: int
    worst: int
    swaps: int
    flips: bool


@dataclass(frozen=True, slots=True)
class Fragility:
    """The ranking under resampling; the same cards, rules and seed give the same numbers. `swaps` is the most of any offer."""

    seed: int
    resamples: int
    swaps: int
    offers: Mapping[str, Fragile]


def fragility(
    cards: Sequence[Card],
    rules: Rules,
    seed: int,
    resamples: int = 1000,
    highest: Mapping[int, Decimal] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Fragility:
    """How often each offer is funded when its cards are drawn anew, and what one point moves at the funding line.

    Each resample draws, for every offer on its own, as many of its counted cards as there are, with replacement, and ranks
    anew by `rules`, to the last tie-break. Then each score is moved by one point up and down, one at a time, within 0 and
    `highest` (criterion number → most points; no bound where it is not named), and it is counted who gains or loses a grant.
    Which cards count is not asked again in either. Time grows with resamples × offers; `progress(done, of)` is told.
    Raises ValueError for cards that `rank` refuses, two cards of one expert for one offer, more than 12 cards of one offer,
    fewer than one resample, or a seed below 0.
    """
    if resamples < 1 or seed < 0:
        raise ValueError("resamples have to be 1 or more and the seed 0 or more")
    if len({(card.offer, card.expert) for card in cards}) != len(cards):
        raise ValueError("an expert has to have one card of an offer")
    made = sheet(cards, rules)
    if not made.rows:
        return Fragility(seed, resamples, 0, {})
    if max(len(row.raw) for row in made.rows) > MOST_CARDS:
        raise ValueError(f"an offer has to have at most {MOST_CARDS} cards")
    worlds = _Outcomes(made, rules)
    count = len(made.rows)
    base, drawn = np.zeros(count, dtype=np.int64), np.zeros((resamples, count), dtype=np.int64)
    moved: list[tuple[Whole, Whole]] = []
    random = np.random.default_rng(seed)
    for members, raw in _by_number_of_cards(made.rows):
        size = raw.shape[1]
        base[members] = worlds.add(members, raw)
        picks = np.sort(random.integers(0, size, (resamples, len(members), size)), axis=2)
        codes = picks @ size ** np.arange(size) + size**size * np.arange(len(members))
        unique, places = np.unique(codes, return_inverse=True)
        which = unique // size**size
        of_cards = (unique % size**size)[:, None] // size ** np.arange(size) % size
        drawn[:, members] = worlds.add(members[which], raw[which[:, None], of_cards])[places.reshape(codes.shape)]
        moved += [(who, worlds.add(who, changed)) for who, changed in _moves(members, raw, rules, made.unit, highest)]
    order, able = worlds.ranked()
    money = _Money(made.rows, rules)
    shares, places_seen = np.zeros(count), np.empty((resamples, count), dtype=np.int32)
    for start in range(0, resamples, CHUNK):
        chunk = drawn[start : start + CHUNK]
        shares += money.funded(order[chunk], able[chunk]).sum(axis=0)
        for row, ranks in enumerate(order[chunk], start=start):
            places_seen[row] = np.searchsorted(np.sort(ranks), ranks) + 1
        if progress:
            progress(min(start + CHUNK, resamples), resamples)
    swaps, flips = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    for who, outcome in moved:
        changes, own = money.changes(who, order[base], able[base], order[outcome], able[outcome])
        np.maximum.at(swaps, who, changes)
        np.logical_or.at(flips, who, own)
    best, worst = np.quantile(places_seen, (0.05, 0.95), axis=0, method="nearest").astype(int)
    funded = money.funded(order[base][None], able[base][None])[0]
    return Fragility(
        seed,
        resamples,
        int(swaps.max()),
        {
            row.offer: Fragile(
                bool(funded[at]),
                float(shares[at] / resamples),
                int(best[at]),
                int(worst[at]),
                int(swaps[at]),
                bool(flips[at]),
            )
            for at, row in enumerate(made.rows)
        },
    )


def _by_number_of_cards(rows: Sequence[Scored]) -> Iterator[tuple[Whole, Whole]]:
    """Offers (their places) with equally many cards, and their points: offers × cards × criteria."""
    for size in sorted({len(row.raw) for row in rows}):
        members = [place for place, row in enumerate(rows) if len(row.raw) == size]
        yield np.array(members), np.array([rows[place].raw for place in members], dtype=np.int64)


def _moves(
    members: Whole, raw: Whole, rules: Rules, unit: int, highest: Mapping[int, Decimal] | None
) -> Iterator[tuple[Whole, Whole]]:
    """Every score one point up and down, where its scale allows: whose it is, and all points of that offer then."""
    for column, number in enumerate(rules.criteria):
        top = (highest or {}).get(number)
        for step in (unit, -unit):
            for card in range(raw.shape[1]):
                changed = raw.copy()
                changed[:, card, column] += step
                after = changed[:, card, column]
                fits = after >= 0 if top is None else (after >= 0) & (after <= floor(Fraction(top) * unit))
                if fits.any():
                    yield members[fits], changed[fits]


class _Outcomes:
    """What offers may come to: each outcome gets a number, and all are ranked together as `scoring.rank` would."""

    def __init__(self, made: Sheet, rules: Rules) -> None:
        self.made, self.rules = made, rules
        self.scale = made.scale
        self.keys: list[Whole] = []
        self.able: list[Flags] = []
        self.count = 0
        peak = max(points for row in made.rows for card in row.raw for points in card) + made.unit
        if peak * sum(made.weights) * self.scale * MOST_CARDS >= 2**62:
            raise ValueError("points and weights have to have fewer digits")
        self.weights = np.array(made.weights, dtype=np.int64)

    def add(self, members: Whole, raw: Whole) -> Whole:
        """Numbers of outcomes: for each its cards × criteria."""
        made, rules = self.made, self.rules
        middles = self._middle(raw)
        total = self._middle((raw * self.weights).sum(axis=2))
        whole = made.unit * made.heavy * self.scale
        able = total >= ceil(Fraction(rules.maximum) * Fraction(rules.threshold) / 100 * whole)
        for column, number in enumerate(rules.criteria):
            if (least := rules.lowest.get(number)) is not None:
                able &= middles[:, column] >= ceil(Fraction(least) * made.unit * self.scale)
            if (least := rules.knock_outs.get(number)) is not None:
                able &= raw[:, :, column].min(axis=1) >= ceil(Fraction(least) * made.unit)
        self.keys.append(np.column_stack([total, middles * self.weights]))
        self.able.append(able)
        first, self.count = self.count, self.count + len(members)
        return np.arange(first, self.count)

    def _middle(self, values: Whole) -> Whole:
        """Mean or median over the cards, which are the second dimension, times `scale`."""
        size = values.shape[1]
        if self.rules.method == MEAN:
            return np.asarray(values.sum(axis=1) * (self.scale // size))
        ordered = np.sort(values, axis=1)
        if size % 2:
            return np.asarray(ordered[:, size // 2] * self.scale)
        return np.asarray((ordered[:, size // 2 - 1] + ordered[:, size // 2]) * (self.scale // 2))

    def ranked(self) -> tuple[Whole, Flags]:
        """For every outcome its rank among all, the best 0 and equal ones equal, and whether it may get a grant."""
        keys = np.concatenate(self.keys)
        order = np.lexsort(-keys[:, ::-1].T)
        new = np.any(keys[order][1:] != keys[order][:-1], axis=1)
        ranks = np.empty(len(keys), dtype=np.int64)
        ranks[order] = np.concatenate([[0], np.cumsum(new)])
        return ranks, np.concatenate(self.able)


class _Money:
    """Who is funded: full amounts from the top of each pot until the first that does not fit."""

    def __init__(self, rows: Sequence[Scored], rules: Rules) -> None:
        pots = [rules.subtasks.get(row.offer) for row in rows]
        pools = {pot: rules.pool if pot is None else rules.pools[pot] for pot in dict.fromkeys(pots)}
        asked = [rules.requested[row.offer].as_integer_ratio() for row in rows]
        unit = lcm(1, *(below for _above, below in asked))
        self.asked = np.array([above * (unit // below) for above, below in asked], dtype=np.int64)
        self.pots = {pot: np.array([each == pot for each in pots]) for pot in pools}
        self.pools = {pot: floor(Fraction(pool) * unit) for pot, pool in pools.items()}

    def funded(self, ranks: Whole, able: Flags) -> Flags:
        """Worlds × offers: who gets the grant. Of equal ones the first comes first."""
        order = np.argsort(ranks, axis=1, kind="stable")
        found = np.zeros(ranks.shape, dtype=bool)
        able_in_order = np.take_along_axis(able, order, axis=1)
        for pot, here in self.pots.items():
            counted = able_in_order & here[order]
            spent = np.cumsum(np.where(counted, self.asked[order], 0), axis=1)
            got = counted & (spent <= self.pools[pot])
            np.put_along_axis(found, order, got | np.take_along_axis(found, order, axis=1), axis=1)
        return found

    def changes(self, who: Whole, ranks: Whole, able: Flags, new_ranks: Whole, new_able: Flags) -> tuple[Whole, Flags]:
        """For each offer of `who`, moved alone to a new rank: how many gain or lose a grant, and whether it does.

        Only its own pot can change, and there the funded are the first so many: how many of the others fit before and after
        is looked up in their running sums, in which its own amount is left out.
        """
        count = len(self.asked)
        changed, own = np.zeros(len(who), dtype=np.int64), np.zeros(len(who), dtype=bool)
        for pot, here in self.pots.items():
            mine = here[who]
            moved, pool = who[mine], self.pools[pot]
            line = np.flatnonzero(able & here)
            line = line[np.argsort(ranks[line] * count + line)]
            keys, sums = ranks[line] * count + line, np.cumsum(self.asked[line])
            amount, was_able = self.asked[moved], able[moved]
            old_key, new_key = ranks[moved] * count + moved, new_ranks[mine] * count + moved
            place = np.searchsorted(keys, old_key)
            ahead = np.searchsorted(keys, new_key) - (was_able & (old_key < new_key))

            def others(
                limit: Whole,
                place: Whole = place,
                amount: Whole = amount,
                was_able: Flags = was_able,
                sums: Whole = sums,
            ) -> Whole:
                """How many of the other offers fit into a limit, from the top."""
                within = np.searchsorted(sums, limit, side="right")
                without = np.maximum(np.searchsorted(sums, limit + amount, side="right") - 1, place)
                return np.where(was_able & (within >= place), without, within)

            funded = np.searchsorted(sums, pool, side="right")
            was_funded = was_able & (place < funded)
            whole, less = others(np.full(len(moved), pool)), others(pool - amount)
            is_funded = new_able[mine] & (amount <= pool) & (less >= ahead)
            after = np.where(~new_able[mine] | (whole < ahead), whole, np.maximum(ahead, less))
            own[mine] = was_funded != is_funded
            changed[mine] = np.abs(funded - was_funded - after) + own[mine]
        return changed, own
