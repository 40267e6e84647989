"""Our code as the guards read it: every file with its syntax tree; a finding is told as "file:line what"."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("law", "core", "office", "ngo", "competitions", "config")
APPS = ("core", "office", "ngo", "competitions")


@dataclass(frozen=True)
class File:
    """A file of the house: its path as "core/web/page.py", its text and its tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def stage(self) -> str:
        """ "competitions.offers" for every file of that stage, "core.urls" for a file of an app itself."""
        return ".".join(self.module.split(".")[:2])

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)} {what}"


@cache
def files(*patterns: str) -> tuple[File, ...]:
    """Every Python file of the house (migrations apart) whose path fits one of the patterns; all without a pattern."""
    found = [
        File(path.relative_to(ROOT).as_posix(), path.read_text())
        for top in HOUSE
        for path in sorted((ROOT / top).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    kept = tuple(file for file in found if not patterns or any(fnmatch(file.path, each) for each in patterns))
    assert kept, f"no file fits {patterns}: the guard guards nothing"
    return kept


def names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every name said in a tree: variables, attributes, arguments, functions, classes, keywords, imported modules."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield node, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name
            case ast.keyword(arg=str(name)):
                yield node.value, name
            case ast.alias(name=name, asname=other):
                yield node, name
                if other:
                    yield node, other


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The nodes that are docstrings."""
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }


def contracts() -> list[dict[str, Any]]:
    """The import contracts as pyproject.toml states them."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    return found


def nothing(found: Iterable[str]) -> None:
    """Fail with every finding, one a line."""
    lines = sorted(set(found))
    assert not lines, "\n" + "\n".join(lines)


def verbs(tree: ast.AST) -> set[str]:
    """The names under which a file knows modules of verbs: `from competitions.offers import actions`, or one of a package."""
    imported = [
        (alias, node.module or "")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    return {
        alias.asname or alias.name
        for alias, module in imported
        if alias.name == "actions" or module.endswith(".actions")
    }
