"""How firm a ranking is: against every draw and every single point, tried one by one with the ranking itself."""

import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.evaluation.reliability import fragility
from competitions.evaluation.scoring import Card, Rules, rank, sheet

HIGHEST = {1: Decimal(4), 2: Decimal(6)}


@st.composite
def evaluations(draw: st.DrawFn) -> tuple[list[Card], Rules]:
    """Up to six offers with one to three cards, few distinct points, two sub-tasks, all rules of the middle and the minima."""
    offers = [f"o{n}" for n in range(draw(st.integers(1, 6)))]
    steps = {number: st.integers(0, int(top) * 2).map(lambda n: Decimal(n) / 2) for number, top in HIGHEST.items()}
    cards = [
        Card(offer, f"e{expert}", {number: draw(points) for number, points in steps.items()})
        for offer in offers
        for expert in range(draw(st.integers(1, 3)))
    ]
    split = draw(st.booleans())
    rules = Rules(
        maximum=Decimal(16),
        threshold=Decimal(draw(st.integers(0, 60))),
        pool=Decimal(draw(st.integers(0, 60))),
        requested={offer: Decimal(draw(st.integers(1, 30))) for offer in offers},
        criteria=draw(st.permutations([1, 2])),
        weights={1: Decimal("2.5")} if draw(st.booleans()) else {},
        lowest={2: Decimal("1.5")} if draw(st.booleans()) else {},
        knock_outs={1: Decimal(1)} if draw(st.booleans()) else {},
        subtasks={offer: 1 + place % 2 for place, offer in enumerate(offers)} if split else {},
        pools={1: Decimal(draw(st.integers(1, 40))), 2: Decimal(draw(st.integers(1, 40)))} if split else {},
        method=draw(st.sampled_from(["mean", "median"])),
        combining=draw(st.sampled_from(["all", "closest"])),
    )
    return cards, rules


def funded(cards: list[Card], rules: Rules) -> set[str]:
    return {row.offer for row in rank(cards, rules) if row.proposed}


def counted(cards: list[Card], rules: Rules) -> list[Card]:
    """Only the cards that count, so that moved points do not change which they are."""
    made = sheet(cards, rules)
    kept = []
    for row in made.rows:
        left = Counter(row.raw)
        for card in (each for each in cards if each.offer == row.offer):
            key = tuple(int(card.points[number] * made.unit) for number in rules.criteria)
            if left[key]:
                left[key] -= 1
                kept.append(card)
    return kept


@given(evaluations())
@settings(deadline=None)
def test_what_one_point_moves_is_what_trying_every_point_finds(case: tuple[list[Card], Rules]) -> None:
    cards, rules = case
    found = fragility(cards, rules, seed=1, resamples=1, highest=HIGHEST)
    cards, rules = counted(cards, rules), replace(rules, combining="all")
    before = funded(cards, rules)
    assert {offer for offer, row in found.offers.items() if row.funded} == before
    most, flips = dict.fromkeys(found.offers, 0), dict.fromkeys(found.offers, False)
    for place, card in enumerate(cards):
        for number, step in product(HIGHEST, (1, -1)):
            points = {**card.points, number: card.points[number] + step}
            if 0 <= points[number] <= HIGHEST[number]:
                changed = before ^ funded([*cards[:place], replace(card, points=points), *cards[place + 1 :]], rules)
                most[card.offer] = max(most[card.offer], len(changed))
                flips[card.offer] |= card.offer in changed
    assert {offer: row.swaps for offer, row in found.offers.items()} == most
    assert {offer: row.flips for offer, row in found.offers.items()} == flips
    assert found.swaps == max(most.values())


def exact_shares(cards: list[Card], rules: Rules) -> dict[str, float]:
    """The part of all possible draws in which an offer is funded: each offer's cards in every way, all offers at once."""
    by_offer: dict[str, list[Card]] = {}
    for card in cards:
        by_offer.setdefault(card.offer, []).append(card)
    won: Counter[str] = Counter()
    total = 0
    for draw in product(*(product(rows, repeat=len(rows)) for rows in by_offer.values())):
        total += 1
        won.update(funded([card for rows in draw for card in rows], replace(rules, combining="all")))
    return {offer: won[offer] / total for offer in by_offer}


@pytest.mark.parametrize("method", ["mean", "median"])
def test_shares_come_near_those_of_all_possible_draws(method: str) -> None:
    points = {"a": (9, 4, 7), "b": (8, 6), "c": (7, 6, 8), "d": (5, 2)}
    cards = [
        Card(offer, f"e{place}", {1: Decimal(one), 2: Decimal(3)})
        for offer, given_points in points.items()
        for place, one in enumerate(given_points)
    ]
    asked = {"a": Decimal(30), "b": Decimal(40), "c": Decimal(30), "d": Decimal(10)}
    rules = Rules(Decimal(16), Decimal(50), Decimal(70), asked, [1, 2], method=method)
    found = fragility(cards, rules, seed=7, resamples=20000)
    for offer, share in exact_shares(cards, rules).items():
        assert found.offers[offer].share == pytest.approx(share, abs=0.015)
    assert 0 < found.offers["a"].share < 1


def test_cards_that_agree_leave_nothing_to_chance() -> None:
    cards = [
        Card(offer, expert, {1: Decimal(points)})
        for offer, points in (("a", 9), ("b", 7), ("c", 5))
        for expert in ("x", "y")
    ]
    rules = Rules(Decimal(10), Decimal(0), Decimal(2), dict.fromkeys("abc", Decimal(1)), [1])
    found = fragility(cards, rules, seed=3)
    assert {offer: (row.share, row.best, row.worst) for offer, row in found.offers.items()} == {
        "a": (1.0, 1, 1),
        "b": (1.0, 2, 2),
        "c": (0.0, 3, 3),
    }
    # The mean moves by half a point, and there are two between the last funded and the next.
    assert (found.swaps, found.resamples) == (0, 1000)


@given(evaluations(), st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_a_seed_repeats_the_numbers(case: tuple[list[Card], Rules], seed: int) -> None:
    assert fragility(*case, seed=seed, resamples=60) == fragility(*case, seed=seed, resamples=60)


ONE = Card("a", "x", {1: Decimal(1)})
PLAIN = Rules(Decimal(10), Decimal(0), Decimal(2), {"a": Decimal(1)}, [1])


@pytest.mark.parametrize(
    ("cards", "asked"),
    [
        ([ONE, ONE], {}),
        ([replace(ONE, offer="z")], {}),
        ([replace(ONE, points={})], {}),
        ([replace(ONE, expert=f"e{n}") for n in range(13)], {}),
        ([ONE], {"resamples": 0}),
        ([ONE], {"seed": -1}),
    ],
)
def test_wrong_shapes_are_refused(cards: list[Card], asked: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"has to|have to|card of"):
        fragility(cards, PLAIN, **{"seed": 0, **asked})


def test_nothing_scored_is_nothing_fragile() -> None:
    assert fragility([], PLAIN, seed=0).offers == {}


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    fragility([ONE], PLAIN, seed=0, resamples=120, progress=lambda done, of: told.append((done, of)))
    assert told == [(50, 120), (100, 120), (120, 120)]


def test_a_large_competition_takes_seconds() -> None:
    """2,000 offers with three cards of nine criteria each, 1,000 resamples."""
    random = np.random.default_rng(1)
    points = random.integers(0, 16, (2000, 3, 9))
    cards = [
        Card(f"o{offer}", f"e{(offer + 7 * expert) % 60}", {n: Decimal(int(p)) for n, p in enumerate(row, start=1)})
        for offer, rows in enumerate(points)
        for expert, row in enumerate(rows)
    ]
    asked = {f"o{offer}": Decimal(int(random.integers(10000, 90000))) for offer in range(2000)}
    rules = Rules(Decimal(135), Decimal(40), Decimal(20000000), asked, list(range(1, 10)))
    started = time.perf_counter()
    found = fragility(cards, rules, seed=1)
    assert time.perf_counter() - started < 30
    assert found.swaps >= 1
