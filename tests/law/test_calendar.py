"""Terms: the vectors of the office's reference, days off of twenty years, and properties that always hold."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law import calendar
from law.calendar import (
    WEEKDAYS,
    add_days,
    add_months,
    add_weeks,
    add_working_days,
    is_day_off,
    is_working_day,
    last_working_day_before,
    read,
    why_off,
)
from law.competition import earliest_deadline, given_back

DATA = Path(__file__).parents[1] / "data" / "holidays" / "poland_2015_2035.csv"
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("event", "n", "end"),
    [
        (date(2026, 12, 2), 21, date(2026, 12, 23)),
        (date(2026, 12, 3), 21, date(2026, 12, 28)),  # Christmas Eve is a day off since 2025
        (date(2026, 12, 31), 30, date(2027, 2, 1)),  # a Saturday rolls
        (date(2026, 11, 24), 30, date(2026, 12, 28)),
    ],
)
def test_days_of_kpa_57(event: date, n: int, end: date) -> None:
    assert add_days(event, n) == end


@pytest.mark.parametrize(
    ("event", "end"), [(date(2026, 12, 18), date(2026, 12, 31)), (date(2026, 12, 22), date(2027, 1, 5))]
)
def test_seven_working_days(event: date, end: date) -> None:
    assert add_working_days(event, 7) == end


def test_months_end_on_the_same_number_or_the_last_day() -> None:
    assert add_months(date(2026, 1, 31), 1, roll=False) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 15), 1, roll=False) == date(2027, 1, 15)
    assert add_months(date(2027, 1, 15), -1, roll=False) == date(2026, 12, 15)
    assert add_weeks(date(2026, 11, 23), 2) == date(2026, 12, 7)


def test_statutory_dates_warn_on_the_last_working_day_before() -> None:
    assert last_working_day_before(date(2026, 5, 31)) == date(2026, 5, 29)
    assert last_working_day_before(date(2025, 11, 30)) == date(2025, 11, 28)


def test_days_off_agree_with_another_source_for_twenty_years() -> None:
    with DATA.open() as file:
        listed = {date.fromisoformat(row["data"]) for row in csv.DictReader(file)}
    day, end = date(2015, 1, 1), date(2035, 12, 31)
    differing = []
    while day <= end:
        if day.weekday() != 6 and is_day_off(day) != (day in listed):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@given(DAYS, st.integers(1, 400))
def test_a_term_ends_on_a_working_day_not_sooner_than_counted(event: date, n: int) -> None:
    end = add_days(event, n)
    assert is_working_day(end)
    assert event + timedelta(days=n) <= end <= event + timedelta(days=n + 7)


@given(DAYS, st.integers(1, 60))
def test_working_days_count_exactly(event: date, n: int) -> None:
    end = add_working_days(event, n)
    between = [event + timedelta(days=i) for i in range(1, (end - event).days + 1)]
    assert sum(is_working_day(day) for day in between) == n


def test_a_day_added_by_regulation_is_a_day_off() -> None:
    extra = {date(2026, 11, 24)}
    assert add_days(date(2026, 11, 23), 1, extra=extra) == date(2026, 11, 25)


ADDED = """
[[day_off]]
day = 2026-12-28
name = "dzień wolny z powodu stanu epidemii"
source = "Dz.U. 2026 poz. 9999"
mark = "U"
"""


def test_a_day_of_the_table_moves_every_term_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Announced on 3 December: the 21 days end on Christmas Eve, and the Monday after it is off by regulation."""
    on = date(2026, 12, 3)
    assert earliest_deadline(on, on=on) == date(2026, 12, 28)
    monkeypatch.setattr(calendar, "added_days", lambda: read(ADDED))
    assert earliest_deadline(on, on=on) == date(2026, 12, 29)
    assert why_off(date(2026, 12, 28)) == "dzień wolny z powodu stanu epidemii (Dz.U. 2026 poz. 9999)"
    assert (date(2026, 12, 28), why_off(date(2026, 12, 28))) in calendar.passed_over(date(2026, 12, 24))
    suspended = datetime(2026, 12, 10, 12)
    due = datetime(2026, 12, 14, 12)
    assert given_back(
        due.astimezone(), suspended.astimezone(), (suspended + timedelta(days=14)).astimezone()
    ).date() == (date(2026, 12, 29))


def test_the_table_that_ships_names_its_sources() -> None:
    for added in calendar.added_days().values():
        assert added.source
        assert added.mark in ("R", "S", "U")
        assert added.name not in WEEKDAYS


def test_a_day_stands_in_the_table_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        read(ADDED + ADDED)
