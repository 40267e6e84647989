"""Polish formats: amounts, dates, plurals."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator

from core.web.templatetags import polish

OFFERS = "oferta,oferty,ofert"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12345.67"), "12\u00a0345,67\u00a0zł"),
        ("1234567890123.4", "1\u00a0234\u00a0567\u00a0890\u00a0123,40\u00a0zł"),
        (0, "0,00\u00a0zł"),
        (Decimal("0.005"), "0,01\u00a0zł"),
        (Decimal("-1200"), "\u22121\u00a0200,00\u00a0zł"),
        (Decimal("-0.001"), "0,00\u00a0zł"),
        (None, ""),
        ("", ""),
    ],
)
def test_zloty(value: object, text: str) -> None:
    assert polish.zloty(value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0\u00a0ofert"),
        (1, "1\u00a0oferta"),
        (2, "2\u00a0oferty"),
        (4, "4\u00a0oferty"),
        (5, "5\u00a0ofert"),
        (12, "12\u00a0ofert"),
        (14, "14\u00a0ofert"),
        (21, "21\u00a0ofert"),
        (22, "22\u00a0oferty"),
        (101, "101\u00a0ofert"),
        (112, "112\u00a0ofert"),
        (122, "122\u00a0oferty"),
        (7888, "7\u00a0888\u00a0ofert"),
        (None, "0\u00a0ofert"),
    ],
)
def test_odmiana(count: int | None, text: str) -> None:
    assert polish.odmiana(count, OFFERS) == text


def test_numbers() -> None:
    assert polish.liczba(7888) == "7\u00a0888"
    assert polish.liczba("0.5", 2) == "0,50"
    assert polish.procent(Decimal("12.25")) == "12,3%"
    assert polish.procent(100, 0) == "100%"
    assert polish.procent(None) == ""


def test_days_and_moments() -> None:
    assert polish.data(date(2026, 11, 23)) == "23 listopada 2026 r."
    assert polish.data(date(2027, 5, 1)) == "1 maja 2027 r."
    # Half past eleven at night in UTC is already the next day in Poland.
    assert polish.data(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "1 sierpnia 2026 r."
    assert polish.data_godzina(datetime(2026, 11, 23, 11, 30, tzinfo=UTC)) == "23 listopada 2026 r., godz. 12:30"
    assert polish.data_sekunda(datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC)) == "14 grudnia 2026 r., godz. 23:59:59"
    assert polish.data(None) == polish.data_godzina(None) == polish.data_sekunda(None) == ""


def test_account_number_is_masked() -> None:
    masked = polish.iban_masked("PL61 1090 1014 0000 0712 1981 2874")
    assert masked == "PL61\u00a0••••\u00a02874"
    assert "1090" not in masked
    assert polish.iban_masked(None) == ""


def test_pages_between_are_left_out() -> None:
    page = Paginator(range(1000), 10).page(50)
    assert list(polish.numery_stron(page)) == [1, "…", 49, 50, 51, "…", 100]


def test_tone_of_an_unknown_state_is_neutral() -> None:
    assert polish.ton("accepted") == "good"
    assert polish.ton("never heard of") == ""
