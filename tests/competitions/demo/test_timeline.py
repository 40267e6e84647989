"""The days of the story on every day on which it may be told."""

from datetime import date, timedelta

import pytest

from competitions.demo.script import script
from competitions.demo.timeline import annual_course, courses, programme_course
from law.calendar import is_working_day
from law.competition import earliest_deadline

# The last day of its course that a competition has lived through, by the state in which the story leaves it.
LIVED = {
    "settled": "paid",
    "resolved": "paid",
    "concluded": "met",
    "evaluation": "scored",
    "closed": "appointed",
    "open": "third",
    "approved": "approved",
    "draft": "drafted",
    "suspended": "third",
    "called_off": "due",
    "cancelled": "appointed",
}
STATES = {row["key"]: row["plays_to"] for row in script("competitions")["competition"]}
YEARS = [2026, 2027, 2028]


def days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(366 if year % 4 == 0 else 365)]


@pytest.mark.parametrize("year", YEARS)
def test_nothing_has_happened_today_or_later(year: int) -> None:
    for today in days(year):
        for key, course in courses(today).items():
            assert getattr(course, LIVED[STATES[key]]) < today, (today, key)


@pytest.mark.parametrize("year", YEARS)
def test_one_competition_is_open_for_some_days_yet_and_those_before_it_are_closed(year: int) -> None:
    for today in days(year):
        found = courses(today)
        assert 5 <= (found["kultura"].due - today).days <= 13, today
        for key in ("sport", "seniorzy", "niepelnosprawnosc", "ekologia"):
            assert found[key].due < today - timedelta(days=1), (today, key)


@pytest.mark.parametrize("year", YEARS)
def test_statutory_terms_hold_and_the_office_works_on_working_days(year: int) -> None:
    for today in days(year):
        for key, course in courses(today).items():
            assert course.due >= earliest_deadline(course.third, on=course.third), (today, key)
            for name in ("approved", "third", "checked", "met", "resolved", "signed", "paid"):
                assert is_working_day(getattr(course, name)), (today, key, name)


@pytest.mark.parametrize("year", YEARS)
def test_programmes_are_adopted_before_they_are_needed_and_in_time(year: int) -> None:
    for today in days(year):
        needed_by = min(course.approved for course in courses(today).values() if course.approved.year >= year - 1)
        programme = programme_course(year, needed_by=needed_by)
        assert programme.drafted < programme.proposed < programme.adopted < programme.published < needed_by
        assert programme.adopted <= date(year - 1, 11, 30)


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2026, 12, 31), date(2026, 12, 25)])
def test_annual_report_is_made_by_yesterday(today: date) -> None:
    course = annual_course(today)
    assert course.begun <= course.frozen <= course.submitted < today
