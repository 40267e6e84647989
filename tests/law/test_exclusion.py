"""Exclusion (KPA art. 24): every ground alone, a doubt, a missing answer."""

import pytest

from law.exclusion import DOUBT, EXCLUDED, OK, grounds, outcome

NONE = {ground.code: False for ground in grounds(member=True)}


def test_no_ground() -> None:
    assert outcome(NONE) == OK


@pytest.mark.parametrize("ground", grounds(member=True), ids=lambda ground: ground.code)
def test_each_ground_alone(ground: object) -> None:
    assert outcome({**NONE, ground.code: True}) == (DOUBT if ground.doubt else EXCLUDED)  # type: ignore[attr-defined]


def test_a_ground_of_law_outweighs_a_doubt() -> None:
    assert outcome(dict.fromkeys(NONE, True)) == EXCLUDED


def test_only_members_are_asked_who_indicated_them() -> None:
    assert {g.code for g in grounds(member=True)} - {g.code for g in grounds(member=False)} == {"A8"}
    assert [g.basis for g in grounds(member=False)][:7] == [f"KPA art. 24 § 1 pkt {n}" for n in range(1, 8)]


def test_an_unanswered_question_is_no_answer() -> None:
    with pytest.raises(ValueError, match="A3"):
        outcome({code: False for code in NONE if code != "A3"})
