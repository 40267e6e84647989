"""The agenda: members leave the room as few times as any order allows."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from competitions.meetings.agenda import EXACT, leavings, order

PEOPLE = st.frozensets(st.sampled_from(["Ala", "Bolek", "Celina", "Darek"]), max_size=3)


def test_one_member_excluded_from_three_offers_leaves_once() -> None:
    ala = frozenset({"Ala"})
    recusals = {"1": ala, "2": frozenset[str](), "3": ala, "4": frozenset[str](), "5": ala}
    assert order(recusals) == ["2", "4", "1", "3", "5"]
    assert leavings(recusals[offer] for offer in order(recusals)) == 1
    assert leavings(recusals.values()) == 3


def test_who_shares_an_offer_stays_out_for_it() -> None:
    recusals = {"1": frozenset({"Ala"}), "2": frozenset({"Bolek"}), "3": frozenset({"Ala", "Bolek"})}
    assert order(recusals) == ["1", "3", "2"]


def test_no_offer_no_agenda() -> None:
    assert order({}) == []


@given(st.lists(PEOPLE, max_size=6))
def test_no_order_has_fewer_leavings(excluded: list[frozenset[str]]) -> None:
    recusals = {str(number): group for number, group in enumerate(excluded)}
    found = order(recusals)
    assert sorted(found) == sorted(recusals)
    fewest = min(leavings(recusals[offer] for offer in way) for way in permutations(recusals))
    assert leavings(recusals[offer] for offer in found) == fewest


def test_more_groups_than_a_panel_ever_had_still_get_an_order() -> None:
    recusals = {str(number): frozenset({f"{number}", f"{number + 1}"}) for number in range(EXACT + 5)}
    found = order(recusals)
    assert sorted(found) == sorted(recusals)
    assert leavings(recusals[offer] for offer in found) == EXACT + 6
