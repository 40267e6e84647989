"""The text of a letter: plain text from a template; what users typed stays text and never becomes a header."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import Context, Template, engines
from django.template.loader import get_template

SUBJECT_LENGTH = 200
# Categories of Unicode: control characters, breaks of lines and paragraphs, halves of surrogate pairs, no characters at all.
UNWRITABLE = frozenset({"Cc", "Zl", "Zp", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Addressed:
    """One letter of many: to whom, what, and the path on this site where the addressee opts out."""

    email: str
    letter: Letter
    unsubscribe: str


@cache
def parts(template: str) -> tuple[Template, Template]:
    """Subject and body of `templates/mail/<name>.txt`: its first line (after any {% load %} lines) and the rest.

    They are split before rendering, so that a line break in a user's text cannot move the border.
    Raises ValueError when there is no subject line.
    """
    found: Any = get_template(f"mail/{template}.txt")
    source: Template = found.template
    lines = source.source.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith("{% load ")), len(lines))
    preamble = "".join(lines[:count]).replace("\n", "")
    if not "".join(lines[count : count + 1]).strip():
        raise ValueError(f"mail/{template}.txt: the first line must be the subject")
    engine: Any = engines["django"]
    subject, body = lines[count], "".join(lines[count + 1 :])
    return engine.engine.from_string(preamble + subject), engine.engine.from_string(preamble + body)


def write(template: str, context: Mapping[str, Any]) -> Letter:
    """Render a letter. Plain text is not escaped as HTML; the subject becomes one line of at most 200 characters."""
    subject, body = parts(template)
    line = " ".join(subject.render(_plain(context)).split())
    if len(line) > SUBJECT_LENGTH:
        line = line[: SUBJECT_LENGTH - 1] + "…"
    return Letter("".join(filter(visible, line)), _tidy(body.render(_plain(context))))


def visible(char: str) -> bool:
    """Whether a character belongs in a line of a letter: no control character, break of lines or half of a pair.

    No-break spaces (as in "12 345,67 zł") and the joiners of emoji and of foreign scripts do.
    """
    return unicodedata.category(char) not in UNWRITABLE


def _plain(context: Mapping[str, Any]) -> Context:
    return Context(dict(context), autoescape=False)


def _tidy(text: str) -> str:
    """Without control characters, trailing blanks, and the empty lines in a row which template tags leave behind."""
    out: list[str] = []
    for raw in text.strip().splitlines():
        line = "".join(filter(visible, raw.replace("\t", " "))).rstrip()
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out)
