"""Quarters, and the day from which one is published."""

from datetime import date, timedelta

import pytest

from office.surveys.quarters import Quarter, last_published, quarter_of


def test_a_quarter_has_its_days() -> None:
    assert quarter_of(date(2026, 11, 23)) == Quarter(2026, 4)
    assert [quarter_of(date(2026, month, 1)).number for month in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert Quarter(2026, 4).ends_on == date(2026, 12, 31)
    assert Quarter(2028, 1).ends_on == date(2028, 3, 31)
    assert (Quarter(2026, 2).label, Quarter(2026, 2).code) == ("II kwartał 2026 r.", "2026-2")


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 31), Quarter(2026, 3)),
        (date(2027, 1, 1), Quarter(2026, 3)),
        (date(2027, 1, 2), Quarter(2026, 4)),
        (date(2027, 4, 1), Quarter(2026, 4)),
        (date(2027, 4, 2), Quarter(2027, 1)),
    ],
)
def test_a_quarter_is_published_when_nothing_more_can_come_in(day: date, last: Quarter) -> None:
    assert last_published(day) == last


def test_no_day_publishes_a_quarter_that_still_grows() -> None:
    for number in range(3 * 366):
        day = date(2026, 1, 1) + timedelta(days=number)
        assert last_published(day).ends_on < day - timedelta(days=1)
