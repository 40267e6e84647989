"""The annual programme (art. 5a): every mandatory point, aims with a measure, sums, the two dates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from law.programme import POINTS, Aim, PriorityTask, ProgrammeFacts, adoption_due, breaches, report_due

GOOD = ProgrammeFacts(
    main_aim="Rozwój współpracy",
    aims=[Aim("Więcej zadań", "umowy", "25", "rejestr")],
    principles="Pomocniczość",
    subject_scope="Kultura",
    forms="Zlecanie zadań",
    tasks=[PriorityTask("16", "Festiwale", Decimal(600)), PriorityTask("4", "Tradycja", Decimal(400))],
    period="2027",
    manner="Konkursy",
    planned_funds=Decimal(1000),
    assessment="Wskaźniki",
    creation="Konsultacje",
    panel_rules="Komisja",
)


def test_a_whole_programme_passes() -> None:
    assert breaches(GOOD) == []


@pytest.mark.parametrize(("name", "words", "point"), POINTS)
def test_each_point_of_art_5a_ust_4_is_missed_alone(name: str, words: str, point: int) -> None:
    empty: Any = [] if name in ("aims", "tasks") else None if name == "planned_funds" else " "
    (breach,) = breaches(replace(GOOD, **{name: empty}))
    assert (breach.code, breach.basis) == ("programme.point_empty", f"art. 5a ust. 4 pkt {point}")
    assert breach.values == {"point": words}


def test_the_eleven_points_are_all_there() -> None:
    assert {point for _name, _words, point in POINTS} == set(range(1, 12))


@pytest.mark.parametrize("missing", ["indicator", "target", "source"])
def test_an_aim_must_be_measurable(missing: str) -> None:
    aims = [*GOOD.aims, replace(GOOD.aims[0], **{missing: " "})]
    (breach,) = breaches(replace(GOOD, aims=aims))
    assert (breach.code, breach.values) == ("programme.aim_unmeasured", {"number": 2})


def test_tasks_may_not_cost_more_than_is_planned() -> None:
    (breach,) = breaches(replace(GOOD, planned_funds=Decimal("999.99")))
    assert breach.code == "programme.tasks_over_plan"
    assert breach.values == {"tasks": Decimal(1000), "planned": Decimal("999.99")}


def test_statutory_dates_never_move() -> None:
    assert adoption_due(2026) == date(2025, 11, 30)  # a Sunday
    assert report_due(2025) == date(2026, 5, 31)  # a Sunday
