"""The announcement (art. 13, art. 15 ust. 1): each rule broken alone gives its own breach with its article."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import is_working_day
from law.competition import (
    ANEW_MARK,
    ELEMENTS,
    TEXTS,
    CompetitionFacts,
    CriterionFacts,
    OffersCount,
    SubTaskFacts,
    breaches,
    calling_off_breaches,
    cancellation_basis,
    cancellation_breaches,
    correction_breaches,
    deadline_passed,
    earliest_deadline,
    extension_breaches,
    given_back,
    moved_deadline_breaches,
    on_scale,
    part_cancellation_breaches,
    runs_anew,
    window_breaches,
)
from law.verdict import WARSAW, sentence

ON = date(2026, 11, 23)


def moment(month: int, day: int, hour: int = 23, minute: int = 59, second: int = 59, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=WARSAW)


GOOD = CompetitionFacts(
    title="Żywe tradycje",
    sphere="16",
    form="supporting",
    pool=Decimal(100000),
    rules="Uchwała Zarządu.",
    conditions="Na terenie województwa.",
    task_from=date(2027, 3, 1),
    task_to=date(2027, 11, 30),
    offers_due=moment(12, 14),
    confirmation_due=moment(12, 21, 16, 0, 0),
    selection_by=date(2027, 2, 15),
    selection_mode="Komisja opiniuje.",
    publications=(ON, ON, ON),
    groups=frozenset(range(1, 7)),
    criteria=(CriterionFacts(1, Decimal(20), Decimal("0.5"), Decimal(1), None, False),),
    min_grant=None,
    max_grant=Decimal(40000),
    max_grant_share=None,
    own_share_min=Decimal(10),
    subtasks=(),
    offers_per_organisation=1,
    budget_is_draft=False,
    legal_basis="art. 11 ust. 2",
    same_kind_years=(2025, 2026),
)


def parts(*pools: Any) -> tuple[SubTaskFacts, ...]:
    """Sub-tasks with these pools and no bounds of their own."""
    return tuple(SubTaskFacts(number, Decimal(pool), None, None) for number, pool in enumerate(pools, start=1))


def scale(knock_out: bool = False, **changes: str) -> tuple[CriterionFacts, ...]:
    """One criterion of 0–20 points in halves, something of it changed."""
    return (replace(GOOD.criteria[0], knock_out=knock_out, **{name: Decimal(each) for name, each in changes.items()}),)


BROKEN: list[tuple[dict[str, Any], str, str]] = [
    ({"title": " "}, "competition.content_missing", "art. 13 ust. 2 pkt 1"),
    ({"pool": Decimal(0), "max_grant": None}, "competition.content_missing", "art. 13 ust. 2 pkt 2"),
    ({"rules": ""}, "competition.content_missing", "art. 13 ust. 2 pkt 3"),
    ({"conditions": ""}, "competition.content_missing", "art. 13 ust. 2 pkt 4"),
    ({"selection_mode": ""}, "competition.content_missing", "art. 13 ust. 2 pkt 6"),
    ({"same_kind_years": (2026,)}, "competition.same_kind_missing", "art. 13 ust. 2 pkt 7"),
    *(
        ({"groups": frozenset(range(1, 7)) - {n}}, "competition.criterion_missing", f"art. 15 ust. 1 pkt {n}")
        for n in range(1, 7)
    ),
    ({"form": "entrusting", "own_share_min": Decimal(0)}, "competition.criterion_four", "art. 15 ust. 1 pkt 4"),
    (
        {"form": "entrusting", "groups": frozenset({1, 2, 3, 5, 6})},
        "competition.entrusting_share",
        "art. 5 ust. 4 pkt 1",
    ),
    ({"offers_due": moment(12, 11)}, "competition.window_short", "art. 13 ust. 1"),
    ({"confirmation_due": moment(12, 14, 23, 59, 58)}, "competition.confirmation_early", "ogłoszenie"),
    ({"selection_by": date(2026, 12, 14)}, "competition.selection_early", "art. 13 ust. 2 pkt 6"),
    ({"task_to": date(2027, 2, 28)}, "competition.task_dates", "art. 13 ust. 2 pkt 4"),
    ({"task_to": date(2032, 3, 2)}, "competition.task_long", "art. 16 ust. 3"),
    ({"max_grant": Decimal("100000.01")}, "competition.max_over_pool", "art. 13 ust. 2 pkt 2"),
    ({"min_grant": Decimal(40001)}, "competition.min_over_max", "art. 13 ust. 2 pkt 3"),
    ({"min_grant": Decimal("100000.01"), "max_grant": None}, "competition.min_over_pool", "art. 13 ust. 2 pkt 2"),
    ({"subtasks": parts(100000)}, "competition.subtask_alone", "art. 13 ust. 2 pkt 1"),
    ({"subtasks": parts(60000, "39999.99")}, "competition.subtask_pools", "art. 13 ust. 2 pkt 2"),
    (
        {
            "subtasks": (
                SubTaskFacts(1, Decimal(60000), None, Decimal(60001)),
                SubTaskFacts(2, Decimal(40000), None, None),
            )
        },
        "competition.subtask_max",
        "art. 13 ust. 2 pkt 2",
    ),
    (
        {"min_grant": Decimal(40000), "subtasks": parts(60001, 39999)},
        "competition.subtask_min",
        "art. 13 ust. 2 pkt 3",
    ),
    ({"criteria": scale(max_points="20.25")}, "competition.criterion_step", "art. 13 ust. 2 pkt 6"),
    ({"criteria": scale(step="0")}, "competition.criterion_step", "art. 13 ust. 2 pkt 6"),
    ({"criteria": scale(min_points="20.5")}, "competition.criterion_min", "art. 13 ust. 2 pkt 6"),
    ({"criteria": scale(min_points="7.3")}, "competition.criterion_min", "art. 13 ust. 2 pkt 6"),
    ({"criteria": scale(weight="0")}, "competition.criterion_weight", "art. 13 ust. 2 pkt 6"),
    ({"criteria": scale(knock_out=True)}, "competition.criterion_knock_out", "art. 13 ust. 2 pkt 6"),
    ({"offers_per_organisation": 0}, "competition.no_offers", "art. 13 ust. 2 pkt 3"),
    ({"legal_basis": " "}, "competition.legal_basis", "art. 11 ust. 2"),
    (
        {"budget_is_draft": True, "task_from": date(2026, 12, 20), "task_to": date(2027, 11, 30)},
        "competition.draft_budget",
        "art. 13 ust. 5",
    ),
    (
        {"form": "entrusting", "groups": frozenset({1, 2, 3, 5, 6}), "own_share_min": Decimal(0)}
        | {"max_grant_share": Decimal("99.99")},
        "competition.entrusting_grant_share",
        "art. 5 ust. 4 pkt 1",
    ),
]


def test_a_whole_announcement_passes() -> None:
    assert breaches(GOOD, on=ON) == []
    entrusting = replace(
        GOOD, form="entrusting", groups=GOOD.groups - {4}, own_share_min=Decimal(0), budget_is_draft=True
    )
    assert breaches(entrusting, on=ON) == []


@pytest.mark.parametrize(("changes", "code", "basis"), BROKEN)
def test_each_rule_broken_alone(changes: dict[str, Any], code: str, basis: str) -> None:
    (breach,) = breaches(replace(GOOD, **changes), on=ON)
    assert (breach.code, breach.basis) == (code, basis)
    assert sentence(breach).endswith(f"({basis})")


def test_a_divided_task_with_scales_passes() -> None:
    divided = replace(
        GOOD, subtasks=parts(60000, 40000), criteria=scale(min_points="7.5", weight="1.5", knock_out=True)
    )
    assert breaches(divided, on=ON) == []


@pytest.mark.parametrize(
    ("points", "stands"), [("0", True), ("7.5", True), ("20", True), ("20.5", False), ("-0.5", False), ("7.25", False)]
)
def test_points_stand_on_the_scale(points: str, stands: bool) -> None:
    assert on_scale(Decimal(points), Decimal(20), Decimal("0.5")) is stands


@pytest.mark.parametrize(
    ("last", "earliest"),
    [
        (date(2026, 12, 2), date(2026, 12, 23)),
        (date(2026, 12, 3), date(2026, 12, 28)),  # the 21st day is Christmas Eve, a day off since 2025
        (date(2024, 12, 3), date(2024, 12, 24)),  # and an ordinary day before that
        (date(2026, 11, 23), date(2026, 12, 14)),
    ],
)
def test_the_window_runs_from_the_last_of_three_publications(last: date, earliest: date) -> None:
    assert earliest_deadline(last, on=last) == earliest
    assert window_breaches(last, earliest, on=last) == []
    (breach,) = window_breaches(last, earliest - timedelta(days=1), on=last)
    assert breach.values["earliest"] == earliest
    late = replace(GOOD, publications=(ON, last, ON - timedelta(days=9)), offers_due=moment(12, 13))
    assert [each.code for each in breaches(late, on=ON)] == ["competition.window_short"]


def test_the_sentence_speaks_of_days_law_and_what_to_do() -> None:
    (breach,) = window_breaches(date(2026, 11, 25), date(2026, 12, 14), on=ON)
    assert sentence(breach).replace("\u00a0", " ") == (
        "Termin składania ofert: 19 dni od ostatniej publikacji (25 listopada 2026 r.); ustawa wymaga co najmniej 21. "
        "Najwcześniejszy możliwy termin to 16 grudnia 2026 r.: przesuń termin. (art. 13 ust. 1)"
    )


@given(st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_the_earliest_deadline_is_a_working_day_with_21_days_before_it(last: date) -> None:
    earliest = earliest_deadline(last, on=last)
    assert is_working_day(earliest)
    assert (earliest - last).days >= 21


def test_five_years_may_be_full() -> None:
    assert breaches(replace(GOOD, task_to=date(2032, 3, 1)), on=ON) == []


def test_the_deadline_second_is_in_time_to_its_end() -> None:
    due = moment(12, 14)
    assert not deadline_passed(due, due)
    assert not deadline_passed(due, due + timedelta(microseconds=999_999))
    assert deadline_passed(due, due + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"offers_due": moment(12, 18)}, []),
        ({"offers_due": moment(12, 14)}, ["competition.deadline_not_later"]),
        ({"offers_due": moment(12, 22)}, ["competition.confirmation_early"]),
        (
            {"offers_due": moment(2, 15, year=2027), "confirmation_due": moment(2, 20, year=2027)},
            ["competition.selection_early"],
        ),
    ],
)
def test_a_moved_deadline_stays_within_the_announcement(changes: dict[str, Any], codes: list[str]) -> None:
    found = moved_deadline_breaches(replace(GOOD, **changes), before=GOOD.offers_due, on=ON)
    assert [breach.code for breach in found] == codes


def test_an_extension_is_judged_by_the_deadline_it_moves() -> None:
    later = replace(GOOD, offers_due=moment(12, 18))
    assert extension_breaches(later, before=GOOD.offers_due, at=GOOD.offers_due) == []
    (late,) = extension_breaches(later, before=GOOD.offers_due, at=GOOD.offers_due + timedelta(seconds=1))
    assert (late.code, late.basis) == ("competition.extension_late", "art. 13 ust. 2 pkt 5")
    assert "ogłoś nowy" in sentence(late)


def test_what_gives_the_days_anew_is_data_marked_unverified() -> None:
    assert ANEW_MARK == "U"
    assert set(ELEMENTS.values()) <= set(range(1, 8))
    assert set(ELEMENTS) > TEXTS


@pytest.mark.parametrize("field", sorted(ELEMENTS))
def test_every_element_of_the_announcement_starts_the_window_anew(field: str) -> None:
    assert runs_anew([field], slip=False)
    assert runs_anew([field], slip=True) == (field not in TEXTS)


def test_what_is_no_element_does_not() -> None:
    assert not runs_anew(["contact", "legal_basis", "offers_due", "confirmation_due"], slip=False)


@given(st.dates(date(2026, 11, 23), date(2026, 12, 14)))
def test_a_corrected_deadline_leaves_what_the_law_asks_from_the_day_of_the_correction(day: date) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=WARSAW)
    first = earliest_deadline(day, on=day)
    due = datetime(first.year, first.month, first.day, 23, 59, 59, tzinfo=WARSAW)
    facts = replace(GOOD, offers_due=due, confirmation_due=due + timedelta(days=7))
    arguments = {"before": GOOD.offers_due, "slip": False, "at": at}
    assert correction_breaches(facts, ["pool"], **arguments) == []
    sooner = replace(facts, offers_due=due - timedelta(days=1))
    assert "competition.window_anew" in [each.code for each in correction_breaches(sooner, ["pool"], **arguments)]


@given(st.integers(0, 60 * 24 * 90), st.integers(1, 60 * 24 * 60))
def test_suspended_time_is_given_back_whole(begins: int, lasts: int) -> None:
    start = moment(11, 23, 10, 0, 0) + timedelta(minutes=begins)
    end, due = start + timedelta(minutes=lasts), start + timedelta(days=3)
    after = given_back(due, start, end)
    assert after - due >= end - start
    assert is_working_day(after.date())
    assert after.time() == due.astimezone(WARSAW).time()
    # Not more than the rest of a day and the days off behind it.
    assert (after - due) - (end - start) < timedelta(days=1 + 6)


def test_only_a_reserved_competition_is_called_off() -> None:
    assert calling_off_breaches(reserved=True) == []
    (breach,) = calling_off_breaches(reserved=False)
    assert sentence(breach).endswith("(art. 18a ust. 1)")


@pytest.mark.parametrize(
    ("filed", "waiting", "meeting", "code", "basis"),
    [
        (0, 0, 0, None, "art. 18a ust. 1 pkt 1"),
        (3, 0, 0, None, "art. 18a ust. 1 pkt 2"),
        (3, 1, 0, "competition.cancel_unchecked", ""),
        (3, 0, 1, "competition.cancel_meeting", ""),
    ],
)
def test_a_competition_is_cancelled_only_when_nothing_can_be_chosen(
    filed: int, waiting: int, meeting: int, code: str | None, basis: str
) -> None:
    count = OffersCount(filed=filed, waiting=waiting, meeting=meeting)
    assert [breach.code for breach in cancellation_breaches(count)] == ([code] if code else [])
    assert not basis or cancellation_basis(count) == basis


@pytest.mark.parametrize(
    ("filed", "waiting", "meeting", "others", "code"),
    [
        (0, 0, 0, 1, None),
        (2, 0, 0, 3, None),
        (2, 1, 1, 1, "competition.part_unchecked"),
        (2, 0, 1, 1, "competition.part_meeting"),
        (0, 0, 0, 0, "competition.part_last"),
    ],
)
def test_a_sub_task_is_cancelled_on_its_own_offers_while_another_stands(
    filed: int, waiting: int, meeting: int, others: int, code: str | None
) -> None:
    count = OffersCount(filed=filed, waiting=waiting, meeting=meeting)
    found = part_cancellation_breaches(count, others=others)
    assert [breach.code for breach in found] == ([code] if code else [])
    assert all("art. 18a" in sentence(breach) for breach in found)
