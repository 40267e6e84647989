"""From score cards to the ranking; pure, so that the result can be recomputed from recorded scores alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


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
    counts (once where it is not named). `lowest` is what the mean of a criterion must reach, `knock_outs` what every card
    must give. `subtasks` says for which sub-task an offer is, `pools` what each has; other offers share `pool`.
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


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer's place. `points` is the mean of its cards; `proposed` is in PLN, zero when nothing is proposed.

    `failed` are the criteria whose own minimum it did not reach; `above` says that it reached them and the threshold.
    """

    offer: str
    place: int
    points: Decimal
    percent: Decimal
    above: bool
    proposed: Decimal
    failed: tuple[int, ...] = ()


def rank(cards: Sequence[Card], rules: Rules) -> list[Placed]:
    """The ranking, best first: mean of the cards, ties broken criterion by criterion; equal to the last means one place.

    Full amounts are proposed from the top while the pool (of the sub-task, where there are any) lasts; the first that does
    not fit ends the proposals, so that nobody is passed by a lower offer. Raises ValueError for a card of an unknown offer or without a criterion's points.
    """
    by_offer: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.offer not in rules.requested:
            raise ValueError(f"card of an unknown offer {card.offer}")
        if set(card.points) != set(rules.criteria):
            raise ValueError(f"card of {card.expert} for {card.offer} does not cover the criteria")
        by_offer[card.offer].append(card)
    keys = {offer: _key(rows, rules) for offer, rows in by_offer.items()}
    order = sorted(keys, key=lambda offer: tuple(-value for value in keys[offer]))
    limit = Fraction(rules.maximum) * Fraction(rules.threshold) / 100
    placed: list[Placed] = []
    left: dict[int | None, Decimal] = {None: rules.pool}
    left |= dict(rules.pools.items())
    open_ = set(left)
    for index, offer in enumerate(order):
        total = keys[offer][0]
        failed = _failed(by_offer[offer], rules)
        above = total >= limit and not failed
        pot = rules.subtasks.get(offer)
        # An offer that may get nothing ends nothing: with minima of its own criteria it can stand above one that may.
        if above and rules.requested[offer] > left[pot]:
            open_.discard(pot)
        proposed = rules.requested[offer] if above and pot in open_ else Decimal(0)
        left[pot] -= proposed
        same = placed and keys[order[index - 1]] == keys[offer]
        placed.append(
            Placed(
                offer=offer,
                place=placed[-1].place if same else index + 1,
                points=_rounded(total),
                percent=_rounded(total * 100 / Fraction(rules.maximum)),
                above=above,
                proposed=proposed,
                failed=failed,
            )
        )
    return placed


def _key(cards: Sequence[Card], rules: Rules) -> tuple[Fraction, ...]:
    """Mean total, then the mean of each criterion in tie-break order, all after weights; exact, for a third is no decimal."""
    means = [_mean(cards, number) * Fraction(rules.weights.get(number, Decimal(1))) for number in rules.criteria]
    return (sum(means, Fraction(0)), *means)


def _mean(cards: Sequence[Card], number: int) -> Fraction:
    return sum((Fraction(card.points[number]) for card in cards), Fraction(0)) / len(cards)


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(CENT, ROUND_HALF_UP)


def _failed(cards: Sequence[Card], rules: Rules) -> tuple[int, ...]:
    """The criteria whose own minimum the offer did not reach, in their order."""
    below = {number for number, least in rules.lowest.items() if _mean(cards, number) < least}
    below |= {
        number for number, least in rules.knock_outs.items() if any(card.points[number] < least for card in cards)
    }
    return tuple(sorted(below))
