"""The story of tests/pages, the clock set to its day, and a real browser that listens for faults."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from core.accounts.actor import Actor
from tests.browser import WCAG
from tests.pages.story import NOW, Story


@pytest.fixture
def story(people: Any) -> Iterator[Story]:
    """Everything exists, and it is 2 March 2027."""
    told = Story(people)
    with time_machine.travel(NOW, tick=True):
        yield told


class Visitor:
    """A person at a browser: opens pages and remembers whatever was wrong."""

    def __init__(self, browser: Browser, address: str, session: str, width: int) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL")
        if session:
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self.page: Page = self.context.new_page()
        self.heard: list[str] = []
        self.page.on("console", lambda said: self.heard.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.heard.append(f"request to {request.url}")

    def open(self, path: str, *, status: int = 200) -> Page:
        """Open a page. The browser reports a refused answer as an error of its own; that one is expected."""
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status == status, f"{response.status} at {path}"
        if status >= 400:
            self.heard = [line for line in self.heard if not line.startswith("Failed to load resource")]
        return self.page

    def faults(self) -> list[str]:
        """What is wrong with the page that is open now: WCAG, width, headings, console, requests elsewhere."""
        found = [f"heard: {line}" for line in self.heard]
        self.heard.clear()
        result = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        found += [
            f"axe {row['id']}: {row['help']} – {row['nodes'][0]['html'][:160]}" for row in result.response["violations"]
        ]
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if width > room:
            found.append(f"scrolls sideways: {width} > {room}")
        return found + self.page.evaluate(HEADINGS)


# One h1, no level left out; the text of each heading that breaks the order.
HEADINGS = """() => {
  const found = [];
  let before = 0;
  const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((each) => each.getClientRects().length);
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  if (!document.querySelector("h1").textContent.trim()) found.push("empty h1");
  for (const each of all) {
    const level = Number(each.tagName[1]);
    if (before && level > before + 1) found.push(`heading: h${before} then h${level} „${each.textContent.trim()}”`);
    before = level;
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (twice.length) found.push(`ids twice: ${twice.slice(0, 5)}`);
  return found;
}"""


@pytest.fixture
def visit(browser: Browser, live_server: Any, enter: Any) -> Iterator[Callable[..., Visitor]]:
    """`visit(actor, 360)`: a browser of that person, 360 pixels wide; at the end all are closed."""
    visitors: list[Visitor] = []

    def go(actor: Actor, width: int = 1280) -> Visitor:
        session = enter(actor).cookies["sessionid"].value if actor.user else ""
        visitors.append(Visitor(browser, live_server.url, session, width))
        return visitors[-1]

    yield go
    for visitor in visitors:
        visitor.context.close()
