"""The pages of the API in real Chromium: accessible and within the screen, with the strict policy of scripts and styles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import Actor
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = CHROMIUM_TEST


@pytest.mark.parametrize("width", [360, 1280])
def test_the_documentation_opens_offline(open_page: Any, width: int) -> None:
    page = open_page("/api/v1/dokumentacja/", width)
    page.click("summary:has-text('/api/v1/offers/{id}/content/')")
    page.click("a[href='#model-ContentInRequest'] >> visible=true")
    assert page.locator("#model-ContentInRequest").is_visible()
    check_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_key_is_made_and_shown_once(
    open_page: Any, width: int, people: Any, enter: Callable[[Actor], Client]
) -> None:
    page = open_page("/konto/klucze-api/", width, client=enter(people("officer", key="KMIII", title="Wydział")))
    page.fill("#id_name", "System dziedzinowy")
    page.check("input[value='office:read']")
    page.click("main button:has-text('Utwórz klucz')")
    assert page.locator("main code").first.inner_text().startswith("pozytek_")
    check_accessible(page)
