"""Coefficients of agreement have the values that were published; a planted leniency is found again."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.evaluation.reliability import LEVELS, MODELS, icc, krippendorff_alpha, leniency
from competitions.evaluation.scoring import Card

PUBLISHED = json.loads((Path(__file__).parents[2] / "data/agreement_statistics/expected.json").read_text())
# Shrout and Fleiss (1979), table 2: six targets, four judges; table 4 prints the coefficients.
SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_of_krippendorffs_data(level: str) -> None:
    ratings = np.array(PUBLISHED["krippendorff_C"]["sedziowie_x_jednostki"], dtype=float)
    assert round(krippendorff_alpha(ratings, level), 3) == PUBLISHED["krippendorff_C"]["alpha"][level]


def test_alpha_of_the_psychiatrists_of_fleiss() -> None:
    spread = PUBLISHED["fleiss_psychiatrzy"]["rozklad_15x5_po_6_sedziow"]
    ratings = [[category for category, count in enumerate(row) for _ in range(count)] for row in spread]
    published = PUBLISHED["fleiss_psychiatrzy"]["krippendorff_alpha_nominal"]
    assert krippendorff_alpha(np.transpose(ratings), "nominal") == pytest.approx(published, abs=5e-8)


@pytest.mark.parametrize(("model", "printed"), list(zip(MODELS, (0.17, 0.29, 0.71, 0.44, 0.62, 0.91), strict=True)))
def test_icc_of_shrout_and_fleiss(model: str, printed: float) -> None:
    assert round(icc(SHROUT_FLEISS, model), 2) == printed


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=2, max_size=5),
    st.permutations(range(4)),
    st.sampled_from(LEVELS),
)
def test_who_comes_first_does_not_matter(rows: Any, order: Any, level: str) -> None:
    ratings = np.array(rows, dtype=float)
    alpha = krippendorff_alpha(ratings, level)
    assert np.isclose(alpha, krippendorff_alpha(ratings[::-1][:, order], level), equal_nan=True)
    assert np.isnan(alpha) or alpha <= 1 + 1e-12


def test_full_agreement_is_one_and_nothing_to_agree_on_is_no_number() -> None:
    agreed = np.array([[1, 2, 3], [1, 2, 3]])
    assert all(krippendorff_alpha(agreed, level) == 1 for level in LEVELS)
    assert icc(agreed.T, "ICC(2,1)") == 1
    assert np.isnan(krippendorff_alpha([[4, 4], [4, 4]], "interval"))
    assert np.isnan(krippendorff_alpha([[1, np.nan], [np.nan, 2]], "nominal"))
    assert np.isnan(icc([[3, 3], [3, 3]], "ICC(3,1)"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: krippendorff_alpha([1, 2], "nominal"),
        lambda: krippendorff_alpha([[1, 2]], "metric"),
        lambda: krippendorff_alpha([[1, np.inf]], "interval"),
        lambda: krippendorff_alpha([[-1, 2], [1, 2]], "ratio"),
        lambda: icc(SHROUT_FLEISS, "ICC(4,1)"),
        lambda: icc([[1, np.nan], [1, 2]], "ICC(1,1)"),
        lambda: icc([[1, 2]], "ICC(1,1)"),
        lambda: leniency([card("o1", "e1", 4), card("o1", "e1", 5)]),
        lambda: leniency([card("o1", "e1", 4)], confidence=1.5),
    ],
)
def test_wrong_shapes_are_refused(ask: Any) -> None:
    with pytest.raises(ValueError, match=r"has to|have to"):
        ask()


def card(offer: str, expert: str, points: float) -> Card:
    return Card(offer, expert, {1: Decimal(str(points))})


def test_a_planted_leniency_is_found_again() -> None:
    """Forty offers, eight experts, two on each; one gives 6 points more, one 4 fewer than the others."""
    draw = np.random.default_rng(3)
    planted = {f"e{number}": 0.0 for number in range(8)} | {"e2": 6.0, "e5": -4.0}
    mean = sum(planted.values()) / 8
    cards = []
    for number in range(40):
        worth = float(draw.integers(40, 90))
        for expert in draw.choice(8, 2, replace=False):
            given_points = worth + planted[f"e{expert}"] + float(draw.normal(0, 1))
            cards.append(card(f"o{number}", f"e{expert}", round(given_points, 2)))
    found = leniency(cards)
    assert sum(each.points for each in found.values()) == pytest.approx(0)
    for expert, points in planted.items():
        assert found[expert].points == pytest.approx(points - mean, abs=1.2)
        assert found[expert].low < found[expert].points < found[expert].high
    assert found["e2"].low > 0 > found["e5"].high


def test_experts_whom_no_offer_connects_are_not_compared() -> None:
    cards = [
        card("o1", "a", 50),
        card("o1", "b", 60),
        card("o2", "c", 10),
        card("o2", "d", 30),
        card("o3", "alone", 99),
    ]
    found = leniency(cards)
    assert {expert: each.points for expert, each in found.items()} == pytest.approx(
        {"a": -5, "b": 5, "c": -10, "d": 10}
    )
    # One card of each says nothing of how sure that is.
    assert np.isnan(found["a"].low)
    assert found["a"].cards == 1
    assert leniency([]) == {}
