"""No small count is told, and none can be worked out: proved by trying every table there is up to a size."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.surveys.suppression import LEAST, Shown, shown

PLACES = 5
MOST = 30


def tables(places: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every way in which `total` answers fall on `places` scores."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(places - 1, total - first):
            yield (first, *rest)


@pytest.fixture(scope="module")
def worlds() -> dict[Shown | None, list[tuple[int, ...]]]:
    """What is published → all tables from which just that would be published: what a reader who knows the rule can tell."""
    found: dict[Shown | None, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(MOST + 1):
        for table in tables(PLACES, total):
            found[shown(table)].append(table)
    return found


@pytest.mark.parametrize(
    ("counts", "told", "rest"),
    [
        ((6, 7, 8, 9, 10), (6, 7, 8, 9, 10), 0),
        # One small count: its neighbour is hidden with it, or the total would tell.
        ((3, 7, 8, 9, 10), (None, None, 8, 9, 10), 10),
        # Their sum is under ten, so the next one is hidden too.
        ((6, 7, 8, 9, 0), (6, 7, None, None, None), 17),
        # Several small ones would together be known, and so be known well, without a larger one.
        ((4, 4, 4, 9, 10), (None, None, None, None, 10), 21),
        ((0, 1, 0, 9, 10), (None, None, None, None, 10), 10),
        # All of one mind: that nobody said otherwise is hidden too.
        ((0, 0, 0, 0, 25), (None, None, None, None, None), 25),
    ],
)
def test_what_is_told(counts: tuple[int, ...], told: tuple[int | None, ...], rest: int) -> None:
    found = shown(counts)
    assert found is not None
    assert (found.counts, found.rest, found.total) == (told, rest, sum(counts))


def test_too_few_answers_tell_nothing_not_even_how_many() -> None:
    assert [shown((total, 0, 0, 0, 0)) for total in range(LEAST)] == [None] * LEAST
    assert shown((LEAST, 0, 0, 0, 0)) is not None


def test_no_small_count_is_told_by_itself_or_as_a_rest(worlds: dict[Shown | None, list[tuple[int, ...]]]) -> None:
    for told in worlds:
        if told is not None:
            assert all(count is None or count >= LEAST for count in told.counts)
            assert told.rest == 0 or told.rest >= LEAST
            assert len(told.hidden) != 1


def test_of_a_hidden_count_one_who_knows_the_rule_learns_nothing(
    worlds: dict[Shown | None, list[tuple[int, ...]]],
) -> None:
    """Of every publication each hidden count may be any small number; or it is one hidden beside them, and may be many."""
    small, tried = set(range(LEAST)), 0
    for told, possible in worlds.items():
        for place in told.hidden if told else ():
            values = {table[place] for table in possible}
            assert values >= small or not values & small, told
            assert len(values) >= LEAST, told
            tried += 1
    assert tried > 1000


def test_a_hidden_total_may_be_any_small_number(worlds: dict[Shown | None, list[tuple[int, ...]]]) -> None:
    assert {sum(table) for table in worlds[None]} == set(range(LEAST))


@given(st.lists(st.integers(0, 10_000), min_size=PLACES, max_size=PLACES))
def test_nothing_is_lost_and_nothing_invented(counts: list[int]) -> None:
    told = shown(counts)
    if told is None:
        assert sum(counts) < LEAST
        return
    assert sum(count or 0 for count in told.counts) + told.rest == told.total == sum(counts)
    assert all(count in (None, true) for count, true in zip(told.counts, counts, strict=True))
