"""From score cards to the ranking; pure, so that the result can be recomputed from recorded scores alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import lcm

CENT = Decimal("0.01")
# How the points of an offer follow from its cards.
MEAN, MEDIAN = "mean", "median"
# Which of its cards count once a further expert was called: all, or those closest to one another.
ALL, CLOSEST = "all", "closest"


@dataclass(frozen=True, slots=True)
class Card:
    """A submitted card: the offer, who scored it, and points per criterion number."""

    offer: str
    expert: str
    points: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Rules:
    """The competition's rules: highest points of one card, threshold in percent of them, pool and requests in PLN.

    `criteria` are the criterion numbers in the order in which they break ties; `weights` say how many times a point of one
    counts (once where it is not named). `lowest` is what a criterion must reach by `method`, `knock_outs` what every card
    must give. `subtasks` says for which sub-task an offer is, `pools` what each has; other offers share `pool`. `decided` are
    points that the panel set for a criterion of an offer, in place of what each card gave, and `amounts` what it proposes in
    place of the whole request, in PLN.

    `method` is "mean" or "median" of the cards. An offer is for `experts` experts; where two of its cards lie further apart
    than `divergence` percent of `maximum`, one more is called (None: never), and then `combining` says which cards count:
    "all", or the "closest", as many as there are `experts`.
    """

    maximum: Decimal
    threshold: Decimal
    pool: Decimal
    requested: Mapping[str, Decimal]
    criteria: Sequence[int]
    weights: Mapping[int, Decimal] = field(default_factory=dict)
    lowest: Mapping[int, Decimal] = field(default_factory=dict)
    knock_outs: Mapping[int, Decimal] = field(default_factory=dict)
    subtasks: Mapping[str, int] = field(default_factory=dict)
    pools: Mapping[int, Decimal] = field(default_factory=dict)
    decided: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    method: str = MEAN
    experts: int = 2
    divergence: Decimal | None = None
    combining: str = ALL

    def __post_init__(self) -> None:
        if self.method not in (MEAN, MEDIAN) or self.combining not in (ALL, CLOSEST):
            raise ValueError("method has to be mean or median, combining all or closest")
        if self.experts < 1:
            raise ValueError("experts have to be 1 or more")


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer's place. `points` is the mean or median of its cards; `proposed` is in PLN, zero when nothing is proposed.

    `failed` are the criteria whose own minimum it did not reach; `above` says that it reached them and the threshold.
    """

    offer: str
    place: int
    points: Decimal
    percent: Decimal
    above: bool
    proposed: Decimal
    failed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """The cards of one offer that count, in whole units so that sums are exact: `raw` points per card and criterion, in the order of the criteria."""

    offer: str
    raw: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All cards in whole units. A point is `unit` of them, and `heavy` more units once it is weighed by `weights`."""

    rows: tuple[Scored, ...]
    unit: int
    heavy: int
    weights: tuple[int, ...]

    @property
    def scale(self) -> int:
        """Divisible by every number of cards and by two, so that means and medians are whole."""
        return lcm(2, *(len(row.raw) for row in self.rows))


def sheet(cards: Sequence[Card], rules: Rules, *, every: bool = False) -> Sheet:
    """The cards that count by the rules, with what the panel decided (or every one as it was given), offers as they come.

    Raises ValueError for a card of an unknown offer, one whose criteria are not those of the rules, points that are no number.
    """
    if cards and rules.maximum <= 0:
        raise ValueError("the maximum has to be above 0")
    expected = set(rules.criteria)
    # A value stands on many cards: each is made whole once.
    values = {v for card in cards for v in card.points.values()}
    values |= {v for points in rules.decided.values() for v in points.values()}
    if not all(value.is_finite() for value in values):
        raise ValueError("points have to be finite numbers")
    ratios = {value: value.as_integer_ratio() for value in values}
    unit = lcm(1, *(below for _above, below in ratios.values()))
    whole = {value: above * (unit // below) for value, (above, below) in ratios.items()}
    weights = [rules.weights.get(number, Decimal(1)).as_integer_ratio() for number in rules.criteria]
    heavy = lcm(1, *(below for _above, below in weights))
    whole_weights = tuple(above * (heavy // below) for above, below in weights)
    by_offer: dict[str, list[tuple[int, ...]]] = {}
    for card in cards:
        if card.offer not in rules.requested:
            raise ValueError(f"card of an unknown offer {card.offer}")
        if card.points.keys() != expected:
            raise ValueError(f"card of {card.expert} for {card.offer} does not cover the criteria")
        row = tuple(whole[card.points[number]] for number in rules.criteria)
        by_offer.setdefault(card.offer, []).append(row)
    rows = tuple(Scored(offer, tuple(given)) for offer, given in by_offer.items())
    made = Sheet(rows, unit, heavy, whole_weights)
    return made if every else counting(made, rules)


def counting(made: Sheet, rules: Rules) -> Sheet:
    """The cards that count, out of a sheet of every card, with what the panel decided in place of what they gave."""
    rows = []
    for scored in made.rows:
        raw = _counted(scored.raw, made.weights, rules)
        if decided := rules.decided.get(scored.offer):
            # The unit of a sheet divides what was decided, too.
            whole = {rules.criteria.index(number): int(points * made.unit) for number, points in decided.items()}
            raw = tuple(tuple(whole.get(place, points) for place, points in enumerate(row)) for row in raw)
        rows.append(Scored(scored.offer, raw))
    return replace(made, rows=tuple(rows))


def _counted(rows: tuple[tuple[int, ...], ...], weights: tuple[int, ...], rules: Rules) -> tuple[tuple[int, ...], ...]:
    """The cards that count. Of more than were planned those closest together; where two groups are equally close, both."""
    if rules.combining == ALL or len(rows) <= rules.experts:
        return rows
    totals = [_weighed(row, weights) for row in rows]
    order = sorted(range(len(rows)), key=totals.__getitem__)
    groups = [order[start : start + rules.experts] for start in range(len(rows) - rules.experts + 1)]
    widths = [totals[group[-1]] - totals[group[0]] for group in groups]
    kept = {place for group, width in zip(groups, widths, strict=True) if width == min(widths) for place in group}
    return tuple(row for place, row in enumerate(rows) if place in kept)


def _weighed(row: Iterable[int], weights: Iterable[int]) -> int:
    return sum(points * weight for points, weight in zip(row, weights, strict=True))


def divergent(made: Sheet, rules: Rules) -> list[str]:
    """Offers that need one more expert, by a sheet of every card: two differ by more than `divergence` percent of the maximum.

    An offer that has more cards than `experts` already has its further expert. Exactly the percent is not more.
    """
    if rules.divergence is None:
        return []
    limit = Fraction(rules.maximum) * Fraction(rules.divergence) / 100 * made.unit * made.heavy
    found = []
    for scored in made.rows:
        totals = [_weighed(row, made.weights) for row in scored.raw]
        if len(totals) <= rules.experts and max(totals) - min(totals) > limit:
            found.append(scored.offer)
    return found


def totals(cards: Sequence[Card], rules: Rules) -> dict[str, list[Decimal]]:
    """Offer → the sum of each of its cards after weights, in the order of the cards."""
    made = sheet(cards, rules, every=True)
    return {scored.offer: sums(scored, made) for scored in made.rows}


def sums(scored: Scored, made: Sheet) -> list[Decimal]:
    """The sum of each card of one offer after weights."""
    return [_rounded(Fraction(_weighed(row, made.weights), made.unit * made.heavy)) for row in scored.raw]


def by_criterion(cards: Sequence[Card], rules: Rules) -> dict[str, dict[int, Decimal]]:
    """Offer → criterion number → its points as they count: by the method, of the cards that count, with what the panel set."""
    made = sheet(cards, rules)
    scale = made.scale
    return {
        scored.offer: {
            number: _rounded(Fraction(_middle(column, rules.method, scale), made.unit * scale))
            for number, column in zip(rules.criteria, zip(*scored.raw, strict=True), strict=True)
        }
        for scored in made.rows
    }


def rank(cards: Sequence[Card], rules: Rules) -> list[Placed]:
    """The ranking, best first: mean or median of the cards, ties broken criterion by criterion; equal to the last means one place.

    Full amounts are proposed from the top while the pool (of the sub-task, where there are any) lasts; the first that does
    not fit ends the proposals, so that nobody is passed by a lower offer. Cards that the rules lay aside count for nothing,
    minima included. Raises ValueError for a card of an unknown offer or without a criterion's points, and for
    points that are no finite number.
    """
    return ranked(sheet(cards, rules), rules)


def ranked(made: Sheet, rules: Rules) -> list[Placed]:
    """As `rank`, of a sheet of the cards that count."""
    scale = made.scale
    whole = made.unit * made.heavy * scale
    keys = {scored.offer: _key(scored, made, rules, scale) for scored in made.rows}
    by_offer = {scored.offer: scored for scored in made.rows}
    order = sorted(keys, key=lambda offer: [-value for value in keys[offer]])
    limit = Fraction(rules.maximum) * Fraction(rules.threshold) / 100 * whole
    placed: list[Placed] = []
    left: dict[int | None, Decimal] = {None: rules.pool}
    left |= dict(rules.pools.items())
    open_ = set(left)
    for index, offer in enumerate(order):
        total = keys[offer][0]
        failed = _failed(by_offer[offer], made, rules, scale)
        above = total >= limit and not failed
        pot = rules.subtasks.get(offer)
        # An offer that may get nothing ends nothing: with minima of its own criteria it can stand above one that may.
        amount = rules.amounts.get(offer, rules.requested[offer])
        if above and amount > left[pot]:
            open_.discard(pot)
        proposed = amount if above and pot in open_ else Decimal(0)
        left[pot] -= proposed
        same = placed and keys[order[index - 1]] == keys[offer]
        placed.append(
            Placed(
                offer=offer,
                place=placed[-1].place if same else index + 1,
                points=_rounded(Fraction(total, whole)),
                percent=_rounded(Fraction(total * 100, whole) / Fraction(rules.maximum)),
                above=above,
                proposed=proposed,
                failed=failed,
            )
        )
    return placed


def _key(scored: Scored, made: Sheet, rules: Rules, scale: int) -> tuple[int, ...]:
    """The total, then each criterion in tie-break order, all after weights and times `scale`; whole, for a third is no decimal."""
    total = _middle([_weighed(row, made.weights) for row in scored.raw], rules.method, scale)
    columns = zip(zip(*scored.raw, strict=True), made.weights, strict=True)
    return (total, *(_middle(column, rules.method, scale) * weight for column, weight in columns))


def _middle(values: Sequence[int], method: str, scale: int) -> int:
    """The mean or median times `scale`, which the number of values divides, and two."""
    if method == MEAN:
        return sum(values) * (scale // len(values))
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] * scale if len(values) % 2 else (ordered[half - 1] + ordered[half]) * (scale // 2)


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(CENT, ROUND_HALF_UP)


def _failed(scored: Scored, made: Sheet, rules: Rules, scale: int) -> tuple[int, ...]:
    """The criteria whose own minimum the offer did not reach, in their order."""
    if not rules.lowest and not rules.knock_outs:
        return ()
    columns = dict(zip(rules.criteria, zip(*scored.raw, strict=True), strict=True))
    below = {
        number
        for number, least in rules.lowest.items()
        if _middle(columns[number], rules.method, scale) < Fraction(least) * made.unit * scale
    }
    below |= {
        number for number, least in rules.knock_outs.items() if min(columns[number]) < Fraction(least) * made.unit
    }
    return tuple(sorted(below))
