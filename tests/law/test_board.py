"""The Board at its sitting (USW art. 31): quorum of the statutory five, simple majority, the marshal's vote when even."""

from datetime import date

import pytest

from law.board import Ballot, ballot_breaches, carried, composition_breaches, quorum_breaches

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(("present", "enough"), [(0, False), (2, False), (3, True), (5, True)])
def test_half_of_five_is_three(present: int, enough: bool) -> None:
    assert (quorum_breaches(present, on=DAY) == []) is enough


@pytest.mark.parametrize(
    ("ballot", "adopted"),
    [
        (Ballot(3, 2, 0, chair="against"), True),
        (Ballot(1, 0, 4), True),
        (Ballot(2, 2, 1, chair="for"), True),
        (Ballot(2, 2, 1, chair="against"), False),
        # An even vote that the marshal, who abstains or is not there, does not decide.
        (Ballot(2, 2, 1, chair="abstained"), False),
        (Ballot(2, 2, 0), False),
        (Ballot(0, 0, 5, chair="abstained"), False),
        (Ballot(1, 3, 1, chair="for"), False),
    ],
)
def test_a_majority_of_those_who_chose_decides(ballot: Ballot, adopted: bool) -> None:
    assert carried(ballot) is adopted
    assert ballot_breaches(ballot, adopted=adopted, on=DAY) == []
    (breach,) = ballot_breaches(ballot, adopted=not adopted, on=DAY)
    assert breach.code == ("board.carried" if adopted else "board.not_carried")


def test_two_who_vote_decide_nothing() -> None:
    (breach,) = ballot_breaches(Ballot(2, 0, 0, chair="for"), adopted=True, on=DAY)
    assert (breach.code, breach.values["least"]) == ("board.no_quorum", 3)


def test_five_members_one_marshal() -> None:
    assert composition_breaches(marshals=1, members=5, on=DAY) == []
    found = composition_breaches(marshals=2, members=6, on=DAY)
    assert [each.code for each in found] == ["board.too_many", "board.one_marshal"]
