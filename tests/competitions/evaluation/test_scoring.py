"""The ranking, against an independent recomputation in whole numbers; ties; the pool spent from the top."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations, permutations
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.evaluation.scoring import Card, Placed, Rules, by_criterion, divergent, rank, sheet, totals

MAXIMA = (10, 20, 5)


@st.composite
def evaluations(draw: st.DrawFn) -> tuple[list[Card], Rules]:
    """Up to six offers with two or three cards each; few distinct points, so that ties happen."""
    offers = [f"o{n}" for n in range(draw(st.integers(0, 6)))]
    cards = [
        Card(
            offer,
            f"e{expert}",
            {n: Decimal(draw(st.integers(0, 2 * top))) / 2 for n, top in enumerate(MAXIMA, start=1)}
            if draw(st.booleans())
            else {n: Decimal(top) for n, top in enumerate(MAXIMA, start=1)},
        )
        for offer in offers
        for expert in range(draw(st.integers(2, 3)))
    ]
    rules = Rules(
        maximum=Decimal(sum(MAXIMA)),
        threshold=Decimal(draw(st.integers(0, 100))),
        pool=Decimal(draw(st.integers(0, 100))),
        requested={offer: Decimal(draw(st.integers(1, 40))) for offer in offers},
        criteria=[1, 2, 3],
    )
    return cards, rules


def key(cards: list[Card], offer: str) -> tuple[Fraction, ...]:
    """The mean of everything, then of each criterion, as exact fractions."""
    own = [card for card in cards if card.offer == offer]
    means = [sum((Fraction(card.points[n]) for card in own), Fraction(0)) / len(own) for n in (1, 2, 3)]
    return (sum(means, Fraction(0)), *means)


def brute(cards: list[Card], rules: Rules) -> dict[str, tuple[int, bool]]:
    """Offer → its place (one more than how many are strictly better) and whether it is above the threshold."""
    offers = {card.offer for card in cards}
    keys = {offer: key(cards, offer) for offer in offers}
    limit = Fraction(rules.maximum) * Fraction(rules.threshold) / 100
    return {
        offer: (1 + sum(keys[other] > keys[offer] for other in offers), keys[offer][0] >= limit) for offer in offers
    }


@given(evaluations())
def test_places_are_those_of_an_independent_count(case: tuple[list[Card], Rules]) -> None:
    cards, rules = case
    placed = rank(cards, rules)
    assert {row.offer: (row.place, row.above) for row in placed} == brute(cards, rules)
    assert [row.place for row in placed] == sorted(row.place for row in placed)


@given(evaluations())
def test_points_and_percent_to_two_places(case: tuple[list[Card], Rules]) -> None:
    cards, rules = case
    for row in rank(cards, rules):
        total = key(cards, row.offer)[0]
        assert abs(Fraction(row.points) - total) <= Fraction(1, 200)
        assert abs(Fraction(row.percent) - total * 100 / Fraction(rules.maximum)) <= Fraction(1, 200)


@given(evaluations())
def test_the_pool_is_spent_from_the_top_and_nobody_is_passed(case: tuple[list[Card], Rules]) -> None:
    placed = rank(*case)
    rules = case[1]
    assert sum(row.proposed for row in placed) <= rules.pool
    funded = [row.proposed > 0 for row in placed]
    assert funded == sorted(funded, reverse=True)
    for row in placed:
        assert row.proposed in (0, rules.requested[row.offer])
        assert row.above or not row.proposed
    left = rules.pool - sum(row.proposed for row in placed)
    first = next((row for row in placed if not row.proposed), None)
    assert first is None or not first.above or rules.requested[first.offer] > left


def card(offer: str, *points: int) -> Card:
    return Card(offer, "e", {n: Decimal(value) for n, value in enumerate(points, start=1)})


RULES = Rules(Decimal(35), Decimal(60), Decimal(100), {"a": Decimal(40), "b": Decimal(40), "c": Decimal(40)}, [1, 2, 3])


def test_a_tie_is_broken_criterion_by_criterion() -> None:
    cards = [card("a", 8, 16, 3), card("b", 9, 15, 3), card("c", 8, 15, 4)]
    for order in permutations(cards):
        assert [(row.offer, row.place) for row in rank(order, RULES)] == [("b", 1), ("a", 2), ("c", 3)]


def test_equal_to_the_last_criterion_share_a_place() -> None:
    cards = [card("a", 8, 16, 3), card("b", 8, 16, 3), card("c", 8, 15, 3)]
    assert [row.place for row in rank(cards, RULES)] == [1, 1, 3]


def test_exactly_the_threshold_is_above() -> None:
    (row,) = rank([card("a", 10, 10, 1)], RULES)
    assert row == Placed("a", 1, Decimal("21.00"), Decimal("60.00"), True, Decimal(40))


def test_three_thirds_make_a_whole() -> None:
    """The same mean of 7 in two ways; in decimals 2⅓ + 2⅓ + 2⅓ would fall short of it."""
    cards = [Card("a", f"e{n}", dict.fromkeys((1, 2, 3), Decimal(points))) for n, points in enumerate((2, 2, 3))]
    (row,) = rank(cards, replace(RULES, maximum=Decimal(7), threshold=Decimal(100)))
    assert row.above


def test_thirds_are_not_rounded_before_they_are_compared() -> None:
    cards = [card("a", 10, 10, 1), card("a", 10, 10, 1), card("a", 10, 10, 0)]
    (row,) = rank(cards, RULES)
    assert (row.points, row.above) == (Decimal("20.67").quantize(Decimal("0.01"), ROUND_HALF_UP), False)


@pytest.mark.parametrize("wrong", [card("z", 1, 1, 1), card("a", 1, 1)])
def test_a_card_that_does_not_belong_is_an_error(wrong: Card) -> None:
    with pytest.raises(ValueError, match="card of"):
        rank([card("a", 1, 1, 1), wrong], RULES)


@pytest.mark.parametrize("points", ["NaN", "Infinity"])
def test_points_that_are_no_number_are_refused(points: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        rank([Card("a", "e", {number: Decimal(points) for number in RULES.criteria})], RULES)


def test_a_point_counts_as_often_as_its_weight_says() -> None:
    """6 × 2 + 10 × 0.5 + 4 of 10 × 2 + 20 × 0.5 + 5: 60%; without weights it would be 20 of 35."""
    rules = replace(RULES, maximum=Decimal(35), weights={1: Decimal(2), 2: Decimal("0.5")})
    (row,) = rank([card("a", 6, 10, 4)], rules)
    assert (row.points, row.percent, row.above) == (Decimal("21.00"), Decimal("60.00"), True)
    first, second = rank([card("a", 9, 10, 0), card("b", 6, 20, 0)], rules)
    assert (first.offer, first.points, second.points) == ("a", Decimal("23.00"), Decimal("22.00"))


@pytest.mark.parametrize(
    ("lowest", "knock_outs", "failed"),
    [
        ({3: Decimal(3)}, {}, ()),  # the mean of 1 and 5 is 3
        ({3: Decimal("3.01")}, {}, (3,)),
        ({}, {3: Decimal(1)}, ()),
        ({}, {3: Decimal(3)}, (3,)),  # one of the two cards gives 1
        ({1: Decimal(11)}, {3: Decimal(3)}, (1, 3)),
    ],
)
def test_a_criterion_has_its_own_minimum(
    lowest: dict[int, Decimal], knock_outs: dict[int, Decimal], failed: tuple[int, ...]
) -> None:
    """However many points an offer has, one that misses a minimum gets no grant, and the next one gets it."""
    cards = [card("a", 10, 20, 1), card("a", 10, 20, 5), card("b", 8, 16, 4)]
    best, next_ = rank(cards, replace(RULES, pool=Decimal(40), lowest=lowest, knock_outs=knock_outs))
    assert (best.offer, best.place, best.failed, best.above) == ("a", 1, failed, not failed)
    if failed != (1, 3):
        assert [best.proposed, next_.proposed] == ([0, 40] if failed else [40, 0])


def test_sub_tasks_spend_their_own_pools() -> None:
    """The first sub-task has money for one offer; its second offer stops nobody in the other sub-task."""
    cards = [card("a", 10, 20, 5), card("b", 9, 20, 5), card("c", 8, 20, 5)]
    rules = replace(RULES, subtasks={"a": 1, "b": 1, "c": 2}, pools={1: Decimal(60), 2: Decimal(40)})
    assert [(row.offer, row.proposed) for row in rank(cards, rules)] == [("a", 40), ("b", 0), ("c", 40)]


def middle(values: list[Fraction], method: str) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if method == "mean" else Fraction(median(values))


@st.composite
def called_for_more(draw: st.DrawFn) -> tuple[list[Card], Rules]:
    """Offers with one to four cards, where two were planned; a middle, a divergence, what becomes of a further card."""
    cards, rules = draw(evaluations())
    offers = list(rules.requested)
    cards = [
        Card(
            offer,
            f"e{expert}",
            {n: Decimal(draw(st.integers(0, 2 * top))) / 2 for n, top in enumerate(MAXIMA, start=1)},
        )
        for offer in offers
        for expert in range(draw(st.integers(1, 4)))
    ]
    return cards, replace(
        rules,
        method=draw(st.sampled_from(["mean", "median"])),
        combining=draw(st.sampled_from(["all", "closest"])),
        divergence=draw(st.sampled_from([None, Decimal(0), Decimal(10), Decimal(30)])),
        weights={2: Decimal("0.5")},
        maximum=Decimal(25),
    )


def total(card: Card) -> Fraction:
    return sum((Fraction(points) * (Fraction(1, 2) if n == 2 else 1) for n, points in card.points.items()), Fraction(0))


def kept(own: list[Card], rules: Rules) -> list[Card]:
    """The cards that count: every pair is tried, and those of the closest pairs stay."""
    if rules.combining == "all" or len(own) <= 2:
        return own
    pairs = list(combinations(range(len(own)), 2))
    apart = {pair: abs(total(own[pair[0]]) - total(own[pair[1]])) for pair in pairs}
    stay = {place for pair in pairs if apart[pair] == min(apart.values()) for place in pair}
    return [card for place, card in enumerate(own) if place in stay]


@given(called_for_more())
def test_middle_and_further_expert_are_those_of_an_independent_count(case: tuple[list[Card], Rules]) -> None:
    cards, rules = case
    by_offer = {offer: [card for card in cards if card.offer == offer] for offer in rules.requested}
    keys = {
        offer: (
            middle([total(card) for card in kept(own, rules)], rules.method),
            *(
                middle([Fraction(card.points[n]) for card in kept(own, rules)], rules.method)
                * (Fraction(1, 2) if n == 2 else 1)
                for n in (1, 2, 3)
            ),
        )
        for offer, own in by_offer.items()
    }
    placed = rank(cards, rules)
    assert {row.offer: row.place for row in placed} == {
        offer: 1 + sum(other > key for other in keys.values()) for offer, key in keys.items()
    }
    for row in placed:
        assert abs(Fraction(row.points) - keys[row.offer][0]) <= Fraction(1, 200)
    limit = None if rules.divergence is None else Fraction(rules.divergence) / 100 * 25
    assert divergent(sheet(cards, rules, every=True), rules) == [
        offer
        for offer, own in by_offer.items()
        if limit is not None and len(own) == 2 and abs(total(own[0]) - total(own[1])) > limit
    ]


def test_a_further_card_lays_the_lonely_one_aside() -> None:
    cards = [replace(card("a", points, 0, 0), expert=f"e{points}") for points in (2, 9, 10)]
    closest = replace(RULES, combining="closest", divergence=Decimal(10))
    assert divergent(sheet(cards[:2], closest, every=True), closest) == ["a"]
    assert divergent(sheet(cards, closest, every=True), closest) == []
    assert rank(cards, closest)[0].points == Decimal("9.50")
    assert rank(cards, replace(closest, combining="all"))[0].points == Decimal("7.00")
    assert rank(cards, replace(closest, combining="all", method="median"))[0].points == Decimal("9.00")


def test_a_card_in_the_middle_of_two_leaves_all_three() -> None:
    cards = [replace(card("a", points, 0, 0), expert=f"e{points}") for points in (2, 6, 10)]
    assert rank(cards, replace(RULES, combining="closest"))[0].points == Decimal("6.00")


def test_exactly_the_divergence_calls_nobody() -> None:
    """7 of 35 points are 20 percent."""
    cards = [replace(card("a", points, 0, 0), expert=f"e{points}") for points in (2, 9)]
    assert divergent(sheet(cards, RULES, every=True), replace(RULES, divergence=Decimal(20))) == []
    assert divergent(sheet(cards, RULES, every=True), replace(RULES, divergence=Decimal("19.99"))) == ["a"]


def test_each_card_has_its_sum_after_weights() -> None:
    cards = [card("a", 1, 2, 3), replace(card("a", 4, 5, 0), expert="f"), card("b", 0, 0, 0)]
    assert totals(cards, replace(RULES, weights={3: Decimal("1.5")})) == {
        "a": [Decimal("7.50"), Decimal("9.00")],
        "b": [Decimal("0.00")],
    }


@pytest.mark.parametrize("wrong", [{"method": "mode"}, {"combining": "best"}, {"experts": 0}, {"maximum": Decimal(0)}])
def test_rules_that_say_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"has to|have to"):
        rank([card("a", 1, 1, 1)], replace(RULES, **wrong))


def test_what_the_panel_set_stands_in_place_of_every_card() -> None:
    cards = [Card("a", "x", {1: Decimal(10), 2: Decimal(4)}), Card("a", "y", {1: Decimal(6), 2: Decimal(5)})]
    rules = Rules(
        maximum=Decimal(20),
        threshold=Decimal(50),
        pool=Decimal(1000),
        requested={"a": Decimal(900)},
        criteria=[1, 2],
        decided={"a": {1: Decimal("2.5")}},
        amounts={"a": Decimal(300)},
    )
    (placed,) = rank(cards, rules)
    assert placed.points == Decimal("7.00")
    assert not placed.above
    assert by_criterion(cards, rules) == {"a": {1: Decimal("2.50"), 2: Decimal("4.50")}}
    (placed,) = rank(cards, replace(rules, decided={}))
    assert (placed.points, placed.proposed) == (Decimal("12.50"), Decimal(300))
