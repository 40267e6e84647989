"""Statutory numbers: dated rows, no overlaps, the small-grant figures on both sides of 1 September 2026."""

from datetime import date

import pytest

from law import figures
from law.figures import UnknownFigure, read, value

BEFORE, AFTER = date(2026, 8, 31), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("small.task_max_pln", 10000, 20000),
        ("small.max_days", 90, None),
        ("small.org_year_max_pln", 20000, 40000),
        ("small.pool_share_pct", 20, 30),
    ],
)
def test_small_grants_change_on_1_september_2026(key: str, before: int, after: int | None) -> None:
    assert (value(key, on=BEFORE), value(key, on=AFTER)) == (before, after)


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("competition.min_window_days", 21),
        ("results.justification_days", 30),
        ("agreement.max_years", 5),
        ("agreement.grant_use_latest", "12-31"),
        ("report.final_days", 30),
        ("programme.adopt_by", "11-30"),
        ("programme.report_by", "05-31"),
        ("refund.days_from_finding", 15),
    ],
)
def test_numbers_of_the_statute(key: str, number: object) -> None:
    assert value(key, on=date(2026, 11, 23)) == number


def test_every_row_says_where_it_was_read() -> None:
    for rows in figures.table().values():
        for row in rows:
            assert row.mark in ("R", "S", "U"), row
            assert row.basis or row.mark != "R", row


def test_rows_that_overlap_are_refused() -> None:
    rows = '[[figure]]\nkey = "a"\nvalue = 1\nmark = "R"\nto = {}\n[[figure]]\nkey = "a"\nvalue = 2\nmark = "R"\nfrom = 2026-09-01\n'
    assert len(read(rows.format("2026-08-31"))["a"]) == 2
    with pytest.raises(ValueError, match="rows of a overlap on 2026-09-01"):
        read(rows.format("2026-09-01"))


def test_a_day_or_a_key_without_a_row_is_an_error() -> None:
    with pytest.raises(UnknownFigure):
        value("small.no_such_figure", on=AFTER)
    gap = read('[[figure]]\nkey = "a"\nvalue = 1\nmark = "R"\nto = 2026-08-31\n')["a"][0]
    assert not gap.valid_from <= AFTER <= gap.valid_to
