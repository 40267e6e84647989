"""Templates hold no script, no style, nothing marked as safe; each is used, and each that is named exists.

The strict Content-Security-Policy refuses inline script and style; this finds them before a browser does.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
import pytest

from tests.architecture.source import ROOT, files, nothing

TEMPLATES = ROOT / "templates"
ALLAUTH = Path(allauth.__file__).parent / "templates"
FAULTS = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE),
    "unescaped": re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off"),
    "foreign resource": re.compile(
        r"<(?:script|img|iframe|link|source)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
    "address by hand": re.compile(r"\b(?:href|action|hx-get|hx-post)=[\"']/(?!/)"),
}
# Who makes markup in Python: charts are SVG from numbers, and a count is kept together by a no-break space.
SAFE_STRINGS = {"core/web/charts.py", "core/web/templatetags/polish.py"}


# Named in pieces by the sign-in library: the answer to too many requests, the way to a new password.
BY_LIBRARIES = {"429.html", "account/password_reset_help_text.html"}
# The page of a broken server depends on nothing, not even on the site map.
BY_HAND = {"errors/500.html"}


def faults(name: str, text: str) -> Iterator[str]:
    """Faults of a page."""
    text = re.sub(r"{#.*?#}|{% comment.*?{% endcomment %}", "", text, flags=re.DOTALL)
    for what, pattern in FAULTS.items():
        if (match := pattern.search(text)) and not (what == "address by hand" and name in BY_HAND):
            yield f"{name}: {what}: {match[0]!r}"


@cache
def library_code() -> str:
    """The sign-in library's own code, which names templates of ours that it leaves open."""
    return "\n".join(path.read_text() for path in ALLAUTH.parent.rglob("*.py"))


def pages() -> dict[str, str]:
    """Every template: name → text."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text()
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file() and path.suffix in {".html", ".txt", ".svg"}
    }


def test_no_template_has_a_fault() -> None:
    nothing([fault for name, text in pages().items() if name.endswith(".html") for fault in faults(name, text)])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        '<a onclick="go()">',
        "{{ offer.title|safe }}",
        '<script src="https://cdn.example.org/htmx.js"></script>',
        '<a href="/konkursy/">',
    ],
)
def test_every_fault_is_found(text: str) -> None:
    assert list(faults("page.html", text))


def test_a_clean_page_has_none() -> None:
    text = (
        """<script src="{% static 'js/edit.js' %}" defer></script><a href="{% url 'competitions' %}">{{ title }}</a>"""
    )
    assert not list(faults("page.html", text))


def test_markup_is_made_in_two_places_of_the_code() -> None:
    makers = {
        file.path for file in files() if re.search(r"\b(mark_safe|SafeString|format_html|SafeText)\s*\(", file.text)
    }
    assert makers - SAFE_STRINGS == set()


def test_every_template_is_used() -> None:
    code = "\n".join(file.text for file in files())
    texts = "\n".join(pages().values())
    unused = [name for name in pages() if not used(name, code, texts)]
    assert unused == []


def used(name: str, code: str, texts: str) -> bool:
    """Named by a view, a sheet, a panel or another template; sent as a letter; or one of Django's or the library's."""
    folder, _slash, rest = name.partition("/")
    if folder == "mail":
        letter = rest.removesuffix(".txt")
        # The library's letters are renamed in core/signin/adapters.py: "account/email/x" becomes "signin/account-x".
        return (
            f'"{letter}"' in code or letter.startswith("signin/") or f"mail/{rest}" in code or f'"mail/{rest}"' in texts
        )
    library = (ALLAUTH / name).exists() or name in BY_LIBRARIES or f'"{name.removesuffix("html")}' in library_code()
    return (
        library
        or f'"{name}"' in code
        or f'"{name}"' in texts
        or f"'{name}'" in texts
        or name.startswith("django/forms/")
    )


def test_every_template_that_is_named_exists() -> None:
    named = {
        (name, file.path) for file in files() for name in re.findall(r'"((?:[a-z_]+/)+[a-z0-9_-]+\.html)"', file.text)
    } | {
        (name, where)
        for where, text in pages().items()
        for name in re.findall(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""", text)
    }
    assert len(named) > 60
    assert [f"{where} names {name}" for name, where in sorted(named) if not exists(name)] == []


def exists(name: str) -> bool:
    return (TEMPLATES / name).exists() or (ALLAUTH / name).exists() or name.startswith("django/")
