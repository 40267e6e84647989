"""The directory in real Chromium: accessible and within the screen, the picture's fields lead to their county."""

from datetime import datetime
from typing import Any

import pytest

from ngo.registry import reference
from ngo.registry.actions.record import register
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = CHROMIUM_TEST
PLACES = ["90-051", "90-051", "90-051", "95-100", "95-100", "96-200", "98-300", "99-300", "97-300", "95-060"]


@pytest.fixture(autouse=True)
def _register(people: Any, at: datetime) -> None:
    reference.load(at=at)
    officer = people("officer", key="KMIII")
    for number in range(60):
        values = {"name": f"Fundacja Łódzka {number}", "krs": str(number + 1), "legal_form": "foundation"}
        place = {"postcode": PLACES[number % len(PLACES)], "city": "Zgierz", "spheres": ["16", "1a"][: number % 3]}
        register({**values, **place}, actor=officer, at=at)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["", "?szukaj=fundacji+%22łódzka&forma=foundation", "?szukaj=niczego"])
def test_accessible_and_within_the_screen(open_page: Any, query: str, width: int) -> None:
    page = open_page(f"/organizacje/{query}", width)
    page.get_by_text("Jak szukać").click()
    check_accessible(page)


def test_a_field_of_the_picture_narrows_the_list_and_the_table_says_the_same(open_page: Any) -> None:
    page = open_page("/organizacje/?forma=foundation&strona=2")
    page.get_by_role("link", name="Łódź: 18").click()
    page.wait_for_url("**/organizacje/?forma=foundation&powiat=1061")
    assert page.locator("tbody").first.locator("tr").count() == 18
    assert page.locator("#powiat").input_value() == "1061"
    row = page.locator(".picture-and-table tr", has=page.get_by_role("link", name="Łódź", exact=True))
    assert row.inner_text().split() == ["Łódź", "18"]
