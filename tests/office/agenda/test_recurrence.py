"""Rules of repetition: their days, the wall time across the change of clocks, and every rule that is refused."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.agenda.recurrence import OCCURRENCES_MAX, Unrepeatable, composed, days, how, spans, week_of
from tests.factories.agenda import clock

TUESDAY = datetime(2026, 11, 24, 10)


@pytest.mark.parametrize(
    ("choice", "until", "expected"),
    [
        ("daily", date(2026, 11, 26), [24, 25, 26]),
        ("workdays", date(2026, 11, 30), [24, 25, 26, 27, 30]),
        ("weekly", date(2026, 11, 30), [24]),
        ("fortnightly", date(2026, 12, 8), [24, 8]),
    ],
)
def test_a_choice_on_the_form_is_a_rule_and_back(choice: str, until: date, expected: list[int]) -> None:
    rule = composed(choice, TUESDAY.date(), until)
    assert [day.day for day in days(rule, TUESDAY)] == expected
    assert how(rule, TUESDAY.date()) == choice


def test_the_fourth_tuesday_of_each_month() -> None:
    rule = composed("weekday", TUESDAY.date(), date(2027, 2, 28))
    assert days(rule, TUESDAY) == [date(2026, 11, 24), date(2026, 12, 22), date(2027, 1, 26), date(2027, 2, 23)]


def test_a_month_without_the_day_is_left_out() -> None:
    rule = composed("monthly", date(2027, 1, 31), date(2027, 4, 1))
    assert days(rule, datetime(2027, 1, 31, 9)) == [date(2027, 1, 31), date(2027, 3, 31)]


def test_a_rule_of_another_calendar_is_its_own() -> None:
    assert how("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", TUESDAY.date()) == "own"
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", TUESDAY) == [
        date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 31),
    ]  # fmt: skip


def test_the_hour_stays_when_the_clocks_change() -> None:
    """From 10:00 of winter to 10:00 of summer: the night between has 23 hours."""
    rule = composed("daily", date(2027, 3, 27), date(2027, 3, 29))
    begins = [
        start for _day, start, _end in spans(rule, clock(27, 10, month=3, year=2027), clock(27, 11, month=3, year=2027))
    ]
    assert [each.hour for each in begins] == [9, 8, 8]
    assert [(b - a).total_seconds() / 3600 for a, b in pairwise(begins)] == [23, 24]


def test_an_hour_that_the_change_leaves_out_and_one_that_comes_twice() -> None:
    start = clock(27, 2, 30, month=3, year=2027)
    times = spans("FREQ=DAILY;COUNT=2", start, clock(27, 3, 30, month=3, year=2027))
    assert times[1][1] == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert times[1][2] > times[1][1]
    autumn = spans("", clock(31, 1, month=10, year=2027), clock(31, 4, month=10, year=2027))
    assert (autumn[0][2] - autumn[0][1]).total_seconds() == 4 * 3600


def test_a_whole_day_lasts_as_long_as_the_day_does() -> None:
    [(_day, start, end)] = spans("", clock(28, 0, month=3, year=2027), clock(29, 0, month=3, year=2027))
    assert (end - start).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=DAILY", "endless"),
        ("FREQ=WEEKLY;INTERVAL=1", "endless"),
        ("FREQ=DAILY;COUNT=100000", "many"),
        ("FREQ=DAILY;COUNT=367", "many"),
        ("FREQ=YEARLY;COUNT=10", "many"),
        ("FREQ=DAILY;UNTIL=20281231", "many"),
        ("FREQ=WEEKLY;UNTIL=20991231", "many"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "many"),
        ("FREQ=SECONDLY;COUNT=3", "unreadable"),
        ("FREQ=DAILY;BYHOUR=1,2,3;COUNT=3", "unreadable"),
        ("FREQ=DAILY;COUNT=0", "unreadable"),
        ("FREQ=DAILY;COUNT=-1", "unreadable"),
        ("FREQ=DAILY;COUNT=٣", "unreadable"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=2", "unreadable"),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "unreadable"),
        ("FREQ=DAILY;UNTIL=jutro", "unreadable"),
        ("FREQ=DAILY;UNTIL=20261399", "unreadable"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=2", "unreadable"),
        ("FREQ=MONTHLY;BYMONTHDAY=abc;COUNT=2", "unreadable"),
        ("FREQ=MONTHLY;BYMONTHDAY=;COUNT=2", "unreadable"),
        ("COUNT=2", "unreadable"),
        ("RRULE:FREQ=DAILY;COUNT=2", "unreadable"),
        ("FREQ=DAILY;COUNT=2;BYDAY=" + "MO," * 200 + "TU", "unreadable"),
    ],
)
def test_what_is_no_rule_with_an_end_is_refused(rule: str, code: str) -> None:
    with pytest.raises(Unrepeatable) as refusal:
        days(rule, TUESDAY)
    assert refusal.value.code == code


@given(st.text(alphabet="FREQDAILYWKCOUNT=;,0123456789MOBY-", max_size=80))
def test_no_text_makes_more_than_a_bounded_number_of_days(text: str) -> None:
    try:
        found = days(text, TUESDAY)
    except Unrepeatable:
        return
    assert 1 <= len(found) <= OCCURRENCES_MAX
    assert found == sorted(set(found))


def test_the_week_of_a_day() -> None:
    assert week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))
