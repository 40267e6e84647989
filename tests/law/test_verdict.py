"""Sentences: every code that the code can give has one, with every value it needs; each renders with its basis."""

import ast
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from law.verdict import Breach, days, sentence, sentences

ROOT = Path(__file__).parents[2]
NBSP = "\u00a0"


def trees() -> Iterator[ast.Module]:
    """Every module of ours that may give a breach."""
    for part in ("law", "core", "office", "ngo", "competitions"):
        for path in sorted((ROOT / part).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ast.parse(path.read_text(), str(path))


@cache
def given() -> dict[str, set[str]]:
    """Code → the names of values it is given everywhere it is made; found in the code, not by running it."""
    found: dict[str, set[str]] = {}
    for tree in trees():
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.Module)):
                for call in (node for node in own_nodes(function) if isinstance(node, ast.Call)):
                    for code, names in breach(call, function):
                        found[code] = found.get(code, names) & names
    return found


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from own_nodes(child)


def breach(call: ast.Call, scope: ast.AST) -> list[tuple[str, set[str]]]:
    """The codes a call makes a breach of, with the names of their values."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = call.args[0] if call.args else None
    if name == "Breach" and isinstance(first, ast.Constant):
        values = call.args[2] if len(call.args) > 2 else None
        return [(first.value, names_of(values, scope))]
    if name == "_breach" and first is not None:
        names = {"field"} | {keyword.arg for keyword in call.keywords if keyword.arg}
        for keyword in call.keywords:
            names |= names_of(keyword.value, scope) if keyword.arg is None else set()
        codes = [node.value for node in ast.walk(first) if isinstance(node, ast.Constant) and node.value.isidentifier()]
        # "field.type" stands for the three types that have a sentence of their own.
        codes += ["date", "money", "choice"] if any(isinstance(node, ast.Attribute) for node in ast.walk(first)) else []
        return [(f"form.{code}", names) for code in codes if code not in ("text", "rich")]
    if name == "InvalidIdentifier" and isinstance(first, ast.Constant):
        return [(f"identity.{first.value}", {"value"})]
    return []


def names_of(values: ast.AST | None, scope: ast.AST) -> set[str]:
    """The keys of a dict display, also when it was given a name just before."""
    if isinstance(values, ast.Name):
        made = [
            node
            for node in own_nodes(scope)
            if isinstance(node, ast.Assign)
            and node.lineno < values.lineno
            and any(getattr(target, "id", "") == values.id for target in node.targets)
        ]
        return names_of(max(made, key=lambda node: node.lineno).value, scope) if made else set()
    if isinstance(values, ast.Dict):
        return {key.value for key in values.keys if isinstance(key, ast.Constant)}
    return set()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert set(given()) == set(sentences())


@pytest.mark.parametrize("code", sorted(sentences()))
def test_a_sentence_gets_every_value_it_speaks_of(code: str) -> None:
    assert placeholders(sentences()[code]) <= given()[code]


@pytest.mark.parametrize("code", sorted(sentences()))
def test_each_sentence_renders(code: str) -> None:
    text = sentence(Breach(code, "art. 1", dict.fromkeys(placeholders(sentences()[code]), 7)))
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


def test_a_day_at_the_end_of_a_sentence_has_one_full_stop() -> None:
    text = sentence(Breach("agreement.use_late", "", {"latest": date(2027, 10, 31)}))
    assert text == f"Dotację można wykorzystać najpóźniej do 31{NBSP}października 2027{NBSP}r."
