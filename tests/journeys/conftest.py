"""A browser without scripts: it opens pages, follows links by their words, fills the form that a button belongs to, presses it.

For journeys in real Chromium: what day it is, and a page looked at on a phone and on a desk.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html
from playwright.sync_api import Page

from core.accounts.actor import Actor
from tests.browser import check_accessible

Value = str | list[str]


class Browser:
    """One person's browser. Whatever a page's form does not hold cannot be sent, and forged posts are refused (CSRF)."""

    def __init__(self, client: Client) -> None:
        client.handler.enforce_csrf_checks = True
        self.client = client
        self.response: Any = None
        self.path = ""

    def open(self, path: str, *, status: int = 200) -> "Browser":
        """Open an address and follow where it leads."""
        return self._arrived(self.client.get(path, follow=True), path, status)

    def follow(self, words: str) -> "Browser":
        """Click the first link with these words."""
        for link in self.page.iter("a"):
            if words in _words(link) and link.get("href"):
                return self.open(str(link.get("href")))
        raise AssertionError(f"no link „{words}” on {self.path}\n{self.text}")

    def press(self, words: str, fields: Mapping[str, Value] | None = None, *, status: int = 200) -> "Browser":
        """Fill the form of the button with these words and press it; a field that the form does not have fails the test."""
        form, button = self._button(words)
        values = _values(form)
        for name, value in (fields or {}).items():
            assert name in form.fields, f"no field {name} beside „{words}” on {self.path}: {sorted(form.fields)}"
            values[name] = value if isinstance(value, list) else [value]
        if button.get("name"):
            values[button.get("name")] = [button.get("value", "")]
        path = form.get("action") or self.path
        return self._arrived(self.client.post(path, values, follow=True), path, status)

    def add_row(self, prefix: str) -> "Browser":
        """Press "add a row" of a table, as one does where scripts are off."""
        button = next(each for each in self.page.iter("button") if each.get("value") == prefix)
        form = next(each for each in button.iterancestors("form"))
        values = {**_values(form), "add_row": [prefix]}
        return self._arrived(self.client.post(form.get("action") or self.path, values), self.path, 200)

    def option(self, field: str, words: str) -> str:
        """The value of the option with these words in a select."""
        for option in self.page.xpath(f"//select[@name='{field}']/option"):
            if words in _words(option):
                return str(option.get("value"))
        raise AssertionError(f"no option „{words}” in {field} on {self.path}")

    def file(self, words: str) -> bytes:
        """The file behind a link."""
        link = next(each for each in self.page.iter("a") if words in _words(each))
        response = self.client.get(str(link.get("href")))
        assert response.status_code == 200
        return bytes(response.content)

    @property
    def page(self) -> Any:
        """The page as a tree; rows that only a script would use are left out."""
        tree = html.document_fromstring(self.response.content.decode())
        for template in tree.xpath("//template"):
            template.drop_tree()
        return tree

    @property
    def text(self) -> str:
        return _words(self.page.find(".//main"))

    def _button(self, words: str) -> tuple[Any, Any]:
        for button in self.page.xpath("//main//button"):
            if words in _words(button):
                return next(button.iterancestors("form")), button
        raise AssertionError(f"no button „{words}” on {self.path}\n{self.text}")

    def _arrived(self, response: Any, path: str, status: int) -> "Browser":
        self.response = response
        chain = getattr(response, "redirect_chain", [])
        self.path = str(chain[-1][0]) if chain else path
        assert response.status_code == status, f"{response.status_code} at {self.path}\n{self.text}"
        return self


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def _values(form: Any) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


@pytest.fixture
def browse(enter: Callable[[Actor], Client], settings: Any) -> Callable[[Actor], Browser]:
    """The browser of a person who has signed in, and stays so over the years of a story."""
    settings.SESSION_COOKIE_AGE = 3 * 366 * 24 * 3600
    return lambda actor: Browser(enter(actor))


@pytest.fixture
def hold(settings: Any) -> Iterator[Callable[[datetime], None]]:
    """`hold(moment)`: it is that day now. The browser keeps its own time, so cookies must not carry dates."""
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE, settings.CSRF_COOKIE_AGE = True, None
    settings.SESSION_COOKIE_AGE = 366 * 24 * 3600
    travels: list[Any] = []

    def to(at: datetime) -> None:
        while travels:
            travels.pop().stop()
        travels.append(time_machine.travel(at, tick=True))
        travels[-1].start()

    yield to
    while travels:
        travels.pop().stop()


@pytest.fixture
def pictured(tmp_path: Path) -> Callable[[Page], None]:
    """`pictured(page)`: accessible on a phone and on a desk, with a picture of each."""
    count: list[Page] = []

    def at_both_widths(page: Page) -> None:
        count.append(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            check_accessible(page)
            page.screenshot(path=tmp_path / f"{len(count):02d}-{width}.png", full_page=True)

    return at_both_widths


@pytest.fixture
def look(open_page: Any, enter: Any, pictured: Callable[[Page], None]) -> Callable[[Actor, str], Page]:
    """`look(actor, address)`: the page in that person's browser, `pictured`."""

    def open_as(actor: Actor, address: str) -> Page:
        page: Page = open_page(address, client=enter(actor) if actor.user else None)
        assert page.locator("h1").count() == 1, page.content()[:500]
        pictured(page)
        return page

    return open_as
