"""From score cards to the ranking; pure, so that the result can be recomputed from recorded scores alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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

    `criteria` are the criterion numbers in the order in which they break ties.
    """

    maximum: Decimal
    threshold: Decimal
    pool: Decimal
    requested: Mapping[str, Decimal]
    criteria: Sequence[int]


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer's place. `points` is the mean of its cards; `proposed` is in PLN, zero when nothing is proposed."""

    offer: str
    place: int
    points: Decimal
    percent: Decimal
    above: bool
    proposed: Decimal


def rank(cards: Sequence[Card], rules: Rules) -> list[Placed]:
    """The ranking, best first: mean of the cards, ties broken criterion by criterion; equal to the last means one place.

    Full amounts are proposed from the top while the pool lasts; the first that does not fit ends the proposals, so that
    nobody is passed by a lower offer. Raises ValueError for a card of an unknown offer or without a criterion's points.
    """
    by_offer: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.offer not in rules.requested:
            raise ValueError(f"card of an unknown offer {card.offer}")
        if set(card.points) != set(rules.criteria):
            raise ValueError(f"card of {card.expert} for {card.offer} does not cover the criteria")
        by_offer[card.offer].append(card)
    keys = {offer: _key(rows, rules.criteria) for offer, rows in by_offer.items()}
    order = sorted(keys, key=lambda offer: tuple(-value for value in keys[offer]))
    limit = rules.maximum * rules.threshold / 100
    placed: list[Placed] = []
    left, open_ = rules.pool, True
    for index, offer in enumerate(order):
        total = keys[offer][0]
        above = total >= limit
        open_ = open_ and above and rules.requested[offer] <= left
        proposed = rules.requested[offer] if open_ else Decimal(0)
        left -= proposed
        same = placed and keys[order[index - 1]] == keys[offer]
        placed.append(
            Placed(
                offer=offer,
                place=placed[-1].place if same else index + 1,
                points=total.quantize(CENT, ROUND_HALF_UP),
                percent=(total * 100 / rules.maximum).quantize(CENT, ROUND_HALF_UP),
                above=above,
                proposed=proposed,
            )
        )
    return placed


def _key(cards: Sequence[Card], criteria: Sequence[int]) -> tuple[Decimal, ...]:
    """Mean total, then the mean of each criterion in tie-break order."""
    means = [sum((card.points[number] for card in cards), Decimal(0)) / len(cards) for number in criteria]
    return (sum(means, Decimal(0)), *means)
