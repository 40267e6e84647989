"""What a browser posts and what a page says, for tests that open pages."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from law.forms import form


def words(response: Any) -> str:
    """The text of a page, without markup, with ordinary spaces."""
    text = re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def rows(prefix: str, values: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The rows of a formset as they are posted."""
    posted = {f"{prefix}-TOTAL_FORMS": str(len(values)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(values):
        posted |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return posted


def content(version: str, values: Mapping[str, Any], **more: Any) -> dict[str, str]:
    """The content of an official form as its page posts it."""
    posted: dict[str, str] = {name: str(value) for name, value in more.items()}
    for field in form(version).fields():
        if field.type == "table":
            posted |= rows(field.code, values.get(field.code) or [])
        elif field.type == "flag":
            posted |= {field.code: "on"} if values.get(field.code) else {}
        elif field.type != "auto":
            posted[field.code] = str(values.get(field.code, ""))
    return posted
