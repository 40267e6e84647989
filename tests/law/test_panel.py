"""The panel (art. 15 ust. 2a–2f): composition and sitting, each rule broken alone."""

from dataclasses import replace
from typing import Any

import pytest

from law.panel import NO_NGO_REASONS, MeetingFacts, PanelFacts, breaches, meeting_breaches

PANEL = PanelFacts(executive=2, ngo=1, ngo_indicated_by_applicants=0, chairs=1, twice=0, no_ngo_reason="")
MEETING = MeetingFacts(
    members=4,
    present=2,
    undeclared=0,
    chair_present=True,
    ngo_present=1,
    ngo_indicated_by_applicants=0,
    no_ngo_reason="",
)


def test_a_lawful_panel_and_sitting() -> None:
    assert breaches(PANEL) == []
    assert meeting_breaches(MEETING) == []


@pytest.mark.parametrize(
    ("changes", "code", "basis"),
    [
        ({"executive": 0}, "panel.no_executive", "art. 15 ust. 2b"),
        ({"ngo": 0}, "panel.no_ngo", "art. 15 ust. 2d i 2da"),
        ({"ngo": 0, "no_ngo_reason": "4"}, "panel.no_ngo", "art. 15 ust. 2d i 2da"),
        ({"ngo_indicated_by_applicants": 1}, "panel.indicated_by_applicant", "art. 15 ust. 2d"),
        ({"chairs": 0}, "panel.one_chair", "zasady działania komisji"),
        ({"chairs": 2}, "panel.one_chair", "zasady działania komisji"),
        ({"twice": 1}, "panel.member_twice", "zasady działania komisji"),
    ],
)
def test_composition(changes: dict[str, Any], code: str, basis: str) -> None:
    (breach,) = breaches(replace(PANEL, **changes))
    assert (breach.code, breach.basis) == (code, basis)


@pytest.mark.parametrize("reason", NO_NGO_REASONS)
def test_without_organisations_only_in_the_cases_of_the_act(reason: str) -> None:
    assert breaches(replace(PANEL, ngo=0, no_ngo_reason=reason)) == []
    assert meeting_breaches(replace(MEETING, ngo_present=0, no_ngo_reason=reason)) == []


@pytest.mark.parametrize(
    ("changes", "code", "basis"),
    [
        ({"members": 5}, "panel.no_quorum", "zasady działania komisji"),
        ({"chair_present": False}, "panel.chair_absent", "zasady działania komisji"),
        ({"undeclared": 1}, "panel.undeclared", "art. 15 ust. 2f; KPA art. 24"),
        ({"ngo_present": 0}, "panel.ngo_absent", "art. 15 ust. 2da"),
        ({"ngo_indicated_by_applicants": 1}, "panel.indicated_by_applicant", "art. 15 ust. 2d"),
    ],
)
def test_sitting(changes: dict[str, Any], code: str, basis: str) -> None:
    (breach,) = meeting_breaches(replace(MEETING, **changes))
    assert (breach.code, breach.basis) == (code, basis)
