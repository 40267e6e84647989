"""Points by levels, and the order of candidates in a field: ties share a place, nobody is parted by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.recruitment.ranking import BELOW, LISTED, RESERVE, Entrant, best, points_for, rank


def test_points_follow_the_highest_level_reached() -> None:
    levels = [(3, 5), (5, 10), (10, 12)]
    assert [points_for(levels, value) for value in (0, 2, 3, 4, 5, 9, 10, 99)] == [0, 0, 5, 5, 10, 10, 12, 12]


def test_more_points_come_first_then_the_earlier_condition() -> None:
    entrants = [Entrant("a", (5, 10)), Entrant("b", (10, 5)), Entrant("c", (10, 10)), Entrant("d", (0, 0))]
    placed = rank(entrants, places=2, least=1)
    assert [(each.key, each.place, each.outcome) for each in placed] == [
        ("c", 1, LISTED),
        ("b", 2, LISTED),
        ("a", 3, RESERVE),
        ("d", 4, BELOW),
    ]


def test_who_shares_the_last_place_of_the_list_is_on_it() -> None:
    entrants = [Entrant("a", (5,)), Entrant("b", (9,)), Entrant("c", (5,)), Entrant("d", (4,))]
    placed = rank(entrants, places=2, least=0)
    assert [(each.key, each.place, each.outcome) for each in placed] == [
        ("b", 1, LISTED),
        ("a", 2, LISTED),
        ("c", 2, LISTED),
        ("d", 4, RESERVE),
    ]


def test_unlike_rows_are_no_ranking() -> None:
    with pytest.raises(ValueError, match="same conditions"):
        rank([Entrant("a", (1,)), Entrant("b", (1, 2))], places=1, least=0)
    with pytest.raises(ValueError, match="negative"):
        rank([], places=-1, least=0)


def test_the_best_of_the_fields_counts() -> None:
    assert best({"16": RESERVE, "17": LISTED}) == LISTED
    assert best({"16": BELOW, "17": RESERVE}) == RESERVE
    assert best({}) == BELOW


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12),
    st.integers(0, 6),
    st.integers(0, 8),
    st.randoms(),
)
def test_the_order_of_arrival_decides_nothing(
    points: list[tuple[int, int]], places: int, least: int, random: object
) -> None:
    entrants = [Entrant(f"{number:02}", row) for number, row in enumerate(points)]
    shuffled = list(entrants)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    placed = {each.key: each for each in rank(entrants, places=places, least=least)}
    assert placed == {each.key: each for each in rank(shuffled, places=places, least=least)}
    for one in entrants:
        for other in entrants:
            if one.points == other.points:
                assert placed[one.key].outcome == placed[other.key].outcome
            if (one.total, one.points) > (other.total, other.points):
                assert placed[one.key].place < placed[other.key].place
    listed = [each for each in placed.values() if each.outcome == LISTED]
    # Fewer are listed than there are places only when nobody else has the points.
    assert len(listed) >= min(places, sum(each.total >= least for each in entrants))
