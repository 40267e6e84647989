"""Every leaf that differs is named by its path; equal values name nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.replay.differences import differences

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(VALUES)
def test_a_value_is_equal_to_itself(value: Any) -> None:
    assert list(differences(value, value)) == []


@given(VALUES, VALUES)
def test_different_values_differ_somewhere(one: Any, other: Any) -> None:
    same = one == other and repr(one) == repr(other)
    assert same or list(differences(one, other)) or one == other


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": [{"b": "1"}]}, {"a": [{"b": "2"}]}, [("a[0].b", "1", "2")]),
        ({"a": 1}, {}, [("a", "1", "—")]),
        ([1, 2], [1], [("[1]", "2", "—")]),
        ({"a": True}, {"a": 1}, [("a", "True", "1")]),
    ],
)
def test_the_place_and_both_values_are_told(one: Any, other: Any, expected: list[tuple[str, str, str]]) -> None:
    assert list(differences(one, other)) == expected
