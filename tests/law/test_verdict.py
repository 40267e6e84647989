"""Sentences: every code used has one, every one is used, and each renders with its basis."""

import re
import string
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from law.verdict import Breach, days, sentence, sentences

LAW = Path(__file__).parents[2] / "law"
NBSP = "\u00a0"


def codes_in_use() -> set[str]:
    text = "\n".join(path.read_text() for path in LAW.rglob("*.py"))
    found = set(re.findall(r'Breach\(\s*"([a-z_.]+)"', text))
    found |= {f"form.{code}" for code in re.findall(r'_breach\(\s*"([a-z_]+)"', text)}
    return found | {f"identity.{kind}" for kind in re.findall(r'InvalidIdentifier\(\s*"([a-z]+)"', text)}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes_in_use() == set(sentences())


@pytest.mark.parametrize("code", sorted(sentences()))
def test_each_sentence_renders(code: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(sentences()[code]) if name]
    text = sentence(Breach(code, "art. 1", dict.fromkeys(names, 7)))
    assert text.endswith("(art. 1)")
    assert "{" not in text


def test_values_are_spoken_in_polish() -> None:
    values = {
        "days": days(19),
        "last": date(2026, 12, 3),
        "minimum": 21,
        "earliest": date(2026, 12, 28),
    }
    text = sentence(Breach("competition.window_short", "art. 13 ust. 1", values))
    assert f"19{NBSP}dni" in text
    assert f"28{NBSP}grudnia 2026{NBSP}r." in text
    values = {"due": datetime(2026, 12, 28, 22, 59, 59, tzinfo=UTC), "at": datetime(2026, 12, 28, 23, 0, tzinfo=UTC)}
    assert "godz. 23:59:59" in sentence(Breach("offer.late", "", values))
    values = {"total": Decimal("12345.67"), "pool": Decimal(1)}
    assert f"12{NBSP}345,67{NBSP}zł" in sentence(Breach("award.over_pool", "", values))
