"""Case signs and how long a closed case is kept."""

from datetime import date

import pytest

from law.case_sign import is_symbol, sign
from law.retention import is_category, keep_until, years


def test_a_sign_joins_unit_class_number_and_year() -> None:
    assert sign("KM III", "614", 7, 2026) == "KMIII.614.7.2026"
    assert sign("KM III", "614", 7, 2026, group=2) == "KMIII.614.2.7.2026"


@pytest.mark.parametrize(("text", "so"), [("614", True), ("0", True), ("61a", False), ("", False), ("6140000", False)])
def test_a_class_is_digits(text: str, so: bool) -> None:
    assert is_symbol(text) == so


@pytest.mark.parametrize(("category", "number"), [("A", None), ("B5", 5), ("B10", 10), ("BE10", 10), ("Bc", 0)])
def test_years_of_a_category(category: str, number: int | None) -> None:
    assert years(category) == number


@pytest.mark.parametrize("text", ["", "C", "B", "B0", "BE", "A5", "b5", "BcE"])
def test_what_is_no_category(text: str) -> None:
    assert not is_category(text)
    with pytest.raises(ValueError, match=f"^{text}$"):
        years(text)


def test_years_are_full_calendar_years() -> None:
    assert keep_until("B5", date(2026, 1, 1)) == keep_until("B5", date(2026, 12, 31)) == date(2031, 12, 31)
    assert keep_until("A", date(2026, 1, 1)) is None
