"""Assignments equal the best that brute force finds, with proof; rules that cannot hold are named, as few as there can be."""

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.evaluation.assignment import DEMAND, LOAD_MAX, LOAD_MIN, NO_REPEAT, Assignment, Rule, solve

Case = tuple[Any, ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to four offers and four experts, with grades 0–5, loads, conflicts and pairs that may not repeat."""
    offers, experts = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    grades = st.lists(st.lists(st.integers(0, 5), min_size=experts, max_size=experts), min_size=offers, max_size=offers)
    flags = st.lists(st.lists(st.booleans(), min_size=experts, max_size=experts), min_size=offers, max_size=offers)
    demand = draw(st.lists(st.integers(0, 2), min_size=offers, max_size=offers))
    least = draw(st.lists(st.integers(0, 1), min_size=experts, max_size=experts))
    most = draw(st.lists(st.integers(0, 4), min_size=experts, max_size=experts))
    couples = list(combinations(range(experts), 2))
    pairs = draw(st.lists(st.sampled_from(couples), unique=True, max_size=2)) if couples else []
    forbidden = np.array(draw(flags)) & np.array(draw(flags))
    # Whole grades, halves, and numbers that have no smallest step.
    unit = draw(st.sampled_from([1, 0.5, np.pi]))
    return np.array(draw(grades)) * unit, np.array(demand), np.array(least), np.array(most), forbidden, pairs


def holds(case: Case, chosen: Any, rules: set[Rule] | None = None) -> bool:
    """Whether a table of choices meets the rules (all of them, or the given ones) and the conflicts."""
    _grades, demand, least, most, forbidden, pairs = case
    wanted = (lambda kind, place: True) if rules is None else (lambda kind, place: Rule(kind, place) in rules)
    return bool(
        not (chosen & forbidden).any()
        and all(chosen[o].sum() == demand[o] for o in range(len(demand)) if wanted(DEMAND, o))
        and all(chosen[:, e].sum() <= most[e] for e in range(len(most)) if wanted(LOAD_MAX, e))
        and all(chosen[:, e].sum() >= least[e] for e in range(len(least)) if wanted(LOAD_MIN, e))
        and all((chosen[:, a] & chosen[:, b]).sum() <= 1 for n, (a, b) in enumerate(pairs) if wanted(NO_REPEAT, n))
    )


def choices(case: Case) -> list[Any]:
    """Every table of choices that keeps to the conflicts and to the number of experts per offer."""
    _grades, _demand, _least, _most, forbidden, _pairs = case
    rows = [
        [np.array(row) for row in product((False, True), repeat=forbidden.shape[1]) if not (np.array(row) & no).any()]
        for no in forbidden
    ]
    return [np.array(table) for table in product(*rows)]


def value(case: Case, chosen: Any) -> tuple[float, float]:
    """The sum of the worst served offer, then the sum of all."""
    grades, demand = case[0], case[1]
    sums = (grades * chosen).sum(axis=1)
    return float(min((sums[o] for o in range(len(demand)) if demand[o]), default=0)), float(sums.sum())


@settings(max_examples=60)
@given(cases(), st.integers(0, 5))
def test_it_equals_brute_force(case: Case, seed: int) -> None:
    possible = [chosen for chosen in choices(case) if holds(case, chosen)]
    found = solve(*case[:5], seed, case[5])
    if not possible:
        assert found.conflict
        assert not found.pairs
        return
    assert found.conflict is None
    chosen = np.zeros(case[0].shape, dtype=bool)
    for pair in found.pairs:
        chosen[pair] = True
    assert holds(case, chosen)
    assert value(case, chosen) == pytest.approx(max(value(case, each) for each in possible))
    assert (found.worst, found.total) == pytest.approx(value(case, chosen))
    assert found.gap == 0
    assert found.bound == pytest.approx(found.total)


@settings(max_examples=40)
@given(cases())
def test_a_conflict_is_the_smallest_set_that_cannot_hold(case: Case) -> None:
    found = solve(*case[:5], 0, case[5])
    if found.conflict is None:
        return
    tables, named = choices(case), set(found.conflict)
    assert not any(holds(case, chosen, named) for chosen in tables)
    for rule in named:
        assert any(holds(case, chosen, named - {rule}) for chosen in tables), f"{rule} is not needed"
    every = {Rule(DEMAND, o) for o in range(len(case[1]))} | {Rule(LOAD_MAX, e) for e in range(len(case[3]))}
    every |= {Rule(LOAD_MIN, e) for e in range(len(case[2])) if case[2][e]} | {
        Rule(NO_REPEAT, n) for n in range(len(case[5]))
    }
    for smaller in combinations(sorted(every, key=str), len(named) - 1):
        assert any(holds(case, chosen, set(smaller)) for chosen in tables)


def test_an_offer_with_one_expert_without_conflict_is_named_alone() -> None:
    forbidden = np.zeros((30, 6), dtype=bool)
    forbidden[17, 1:] = True
    found = solve(np.full((30, 6), 3), np.full(30, 2), np.zeros(6, int), np.full(6, 20), forbidden, 1)
    assert found.conflict == (Rule(DEMAND, 17),)


def test_where_nobody_may_see_anything_each_demand_alone_cannot_hold() -> None:
    found = solve(np.ones((2, 2)), np.array([0, 1]), np.zeros(2, int), np.ones(2, int), np.ones((2, 2), dtype=bool), 0)
    assert found.conflict == (Rule(DEMAND, 1),)


def test_too_few_places_are_named_with_those_who_need_them() -> None:
    """Three offers for two experts who may take one each: every demand of a pair and both limits."""
    forbidden = np.zeros((3, 2), dtype=bool)
    found = solve(np.ones((3, 2)), np.ones(3, int), np.zeros(2, int), np.ones(2, int), forbidden, 0)
    assert found.conflict is not None
    assert [rule.kind for rule in found.conflict].count(DEMAND) == 3
    assert [rule.kind for rule in found.conflict].count(LOAD_MAX) == 2


def test_the_worst_off_comes_before_the_sum() -> None:
    """Giving both best experts to the first offer would sum up to more and leave the second with nothing that fits."""
    grades = np.array([[5, 5, 0], [4, 0, 0]])
    found = solve(grades, np.array([1, 1]), np.zeros(3, int), np.ones(3, int), np.zeros((2, 3), dtype=bool), 0)
    assert found.pairs == ((0, 1), (1, 0))
    assert (found.worst, found.total) == (4, 9)


def test_the_seed_draws_among_equals_and_the_same_seed_draws_the_same() -> None:
    def drawn(seed: int) -> Assignment:
        return solve(
            np.full((6, 6), 4), np.full(6, 2), np.zeros(6, int), np.full(6, 2), np.zeros((6, 6), dtype=bool), seed
        )

    assert drawn(7) == drawn(7)
    assert len({drawn(seed).pairs for seed in range(6)}) > 1


def test_without_time_there_is_no_answer_and_no_proof() -> None:
    found = solve(
        np.ones((2, 2)),
        np.ones(2, int),
        np.zeros(2, int),
        np.ones(2, int),
        np.zeros((2, 2), dtype=bool),
        0,
        time_limit=0,
    )
    assert found.pairs == ()
    assert found.conflict is None
    assert found.gap == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"affinity": np.ones(3)},
        {"affinity": np.array([[1.0, np.nan], [1.0, 1.0]])},
        {"demand": np.ones(3, int)},
        {"demand": np.array([1.5, 1.0])},
        {"load_max": np.array([-1, 1])},
        {"forbidden": np.zeros((2, 2))},
        {"forbidden": np.zeros((3, 2), dtype=bool)},
        {"no_repeat": [(0, 0)]},
        {"no_repeat": [(0, 7)]},
    ],
)
def test_wrong_shapes_are_refused(wrong: dict[str, Any]) -> None:
    right = {
        "affinity": np.ones((2, 2)),
        "demand": np.ones(2, int),
        "load_min": np.zeros(2, int),
        "load_max": np.ones(2, int),
        "forbidden": np.zeros((2, 2), dtype=bool),
        "seed": 0,
    }
    with pytest.raises(ValueError, match="has to"):
        solve(**{**right, **wrong})


def test_nothing_to_assign_is_assigned_and_proved() -> None:
    nothing, experts = np.zeros((0, 2)), [2, 2]
    found = solve(nothing, [], [0, 0], experts, nothing.astype(bool), 0)
    assert (found.pairs, found.gap, found.conflict) == ((), 0, None)
    assert solve(nothing, [], [1, 0], experts, nothing.astype(bool), 0).conflict == (Rule("load_min", 0),)
    nobody = np.zeros((1, 0))
    assert solve(nobody, [1], [], [], nobody.astype(bool), 0).conflict == (Rule("demand", 0),)
