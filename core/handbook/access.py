"""docs/access.md: every address with who may open it and through which gate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from core.handbook.table import first_line, page, table

# What an address says of itself when it is no kind of hat.
PLAIN = {
    "wszyscy": "everyone",
    "zalogowani": "signed in",
    "bramka": "whom the gate lets",
    "żeton POZYTEK_METRICS_TOKEN albo ta sama maszyna": "the bearer of POZYTEK_METRICS_TOKEN, or the same machine",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address: "/konkursy/<public_id>/", the name of its route, the view, who may open it ("" when nobody said)."""

    address: str
    name: str
    view: Any
    opens_to: str

    @property
    def library(self) -> bool:
        """Whether the view is the sign-in library's own."""
        return str(self.view.__module__).startswith("allauth.")

    @property
    def what(self) -> str:
        """What the page is, in a line."""
        return "A page of the sign-in library." if self.library else first_line(self.view)


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[Route]:
    """Every address of the site map, in order."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            # The view classes of the API say it on the class.
            opens_to = getattr(view, "opens_to", None) or getattr(getattr(view, "cls", None), "opens_to", "")
            yield Route(address, entry.name or "", view, str(opens_to))


def readable(pattern: str) -> str:
    """A pattern as people write addresses: `<str:public_id>` and `(?P<public_id>[\\w-]+)` become `<public_id>`."""
    pattern = re.sub(r"<\w+:(\w+)>", r"<\1>", pattern)
    return re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", pattern).strip("^$").replace("\\.", ".")


def make() -> str:
    """The page."""
    return page(
        "Who may open what",
        "Every address, who may open it, and the gate through which its object is found; an object the gate does not give "
        "does not exist (404). A verb may ask for more; then the page says why not (403).",
        table(
            ("Address", "Route", "Opens to", "Gate", "What it is"),
            [
                (f"`{each.address}`", each.name, *told(each), each.what)
                for each in sorted(routes(), key=lambda each: each.address)
            ],
        ),
    )


def told(route: Route) -> tuple[str, str]:
    """Who and through which gate, in English."""
    gate = getattr(route.view, "gate", None)
    who = route.opens_to.partition(": ")[0] if gate else route.opens_to.replace("klucz: ", "key with ")
    words = [PLAIN.get(each, each) for each in who.split(", ")]
    return ", ".join(words), f"`{gate.__module__}.{gate.__name__}`" if gate else ""
