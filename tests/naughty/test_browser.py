"""Odd characters in real Chromium: a page with all of them runs nothing, asks for nothing, has no element of their making."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from ngo.registry.actions.record import register
from tests.browser import CHROMIUM_TEST
from tests.naughty import kept

pytestmark = CHROMIUM_TEST


def test_all_strings_on_one_page_do_nothing(
    people: Any, enter: Callable[..., Client], open_page: Any, at: datetime
) -> None:
    """The page and the form of an organisation are what they are for one that says a plain word."""
    officer = people("officer", key="KMIII")
    values = {"name": "Fundacja Żuraw", "legal_form": "foundation"}
    # The page takes empty lines for new paragraphs, so no string holds one here.
    text = "\n".join(" ".join(each.split()) for each in kept())
    plain = register({**values, "krs": "1", "representation": "prezes"}, actor=officer, at=at)
    odd = register({**values, "krs": "2", "representation": text}, actor=officer, at=at)
    page = open_page("/", client=enter(officer))
    dialogs: list[str] = []
    requests: set[str] = set()
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    page.on("request", lambda request: requests.add(request.url))
    for route in ("organisation-page", "organisation-edit"):
        found = []
        for each in (plain, odd):
            requests.clear()
            page.goto(f"{page.evaluate('location.origin')}{reverse(route, args=[each.public_id])}")
            page.wait_for_load_state("networkidle")
            count = page.locator("body *:not(br):not(p)").count()
            found.append((count, {url.replace(each.public_id, "") for url in requests}))
        assert found[0] == found[1], route
        typed = page.locator("textarea").evaluate_all("all => all.map(each => each.value).join()")
        said = page.locator("main").inner_text() + typed
        assert "<script>alert(123)</script>" in said
        assert "Ω≈ç√∫˜µ≤≥÷" in said
    assert dialogs == []
