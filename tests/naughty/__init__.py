"""Odd strings for every channel: those of tests/data/naughty, and some that no text file can hold; one list for all tests.

Tests send all of them through a channel at once and tell which came out otherwise than stated in docs/architecture.md.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "naughty"
# What the lists lack, or what an editor of text files would spoil.
OURS = (
    "",
    "a\x00b",
    "a\x07b\x1b[31m",
    "a\x0bb\x0cc",
    "a\x85b",
    "\ufffe\uffff",
    "half \ud83d of a pair",
    "\u202eabc\u202c",
    "a\u2028b\u2029c",
    "zero\u200bwidth\u200d\ufeff\u2060\u00ad",
    "e\u0301 and é, ﬁ and fi, Å",
    "100%",
    "a_b",
    "a\\b",
    "'; DROP TABLE ngo_organisation; --",
    *(f"{before}{sign}1+1" for sign in "=+-@＝＋－＠" for before in ("", " ", "\u00a0", "\t", "\r", "\n", "\u200b")),
    "'=1+1",
    "first\r\nsecond\rthird\nfourth\tfifth",
    "Fundacja „Ala\" & 'Ola' <b>" + "ż" * 180,
    "{% load static %}{{ settings.SECRET_KEY }}",
    "[link](javascript:alert(1))",
    "Temat\r\nBcc: obcy@example.org",
    "x" * 10_000,
)


@cache
def strings() -> tuple[str, ...]:
    """Every string once: lines of the lists, payloads of XML over several lines, and ours."""
    found: list[str] = json.loads((DATA / "blns.json").read_text())
    for path in sorted(DATA.glob("*.txt")):
        text = path.read_text()
        if path.name == "xxe_payloads.txt":
            found += [each for each in re.split(r"\n\n+", text) if each]
        elif path.name != "eicar.base64.txt":
            found += [line for line in text.split("\n") if line]
    return tuple(dict.fromkeys([*found, *OURS]))


def unwritable(char: str) -> bool:
    """A character that is no text: a control other than tab and line breaks, half of a pair, a code point left out for good."""
    return char not in "\t\n\r" and (unicodedata.category(char) in ("Cc", "Cs") or ord(char) & 0xFFFE == 0xFFFE)


def writable(text: str) -> bool:
    """Whether a text holds nothing but text."""
    return not any(map(unwritable, text))


@cache
def kept() -> tuple[str, ...]:
    """The strings that a form may keep: not empty, not of blanks alone, nothing in them but text."""
    return tuple(text for text in strings() if text.strip() and writable(text))
