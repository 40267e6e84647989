"""The 41 spheres of public tasks (UDPP art. 4 ust. 1)."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sphere:
    """A point of art. 4 ust. 1: its code ("1aa"), a short name, the statute's text in the genitive, validity."""

    code: str
    name: str
    text: str
    valid_from: date = date.min
    valid_to: date = date.max


def sort_key(code: str) -> tuple[int, str]:
    """Numeric part, then letters: 1, 1a, 1aa, 1b, 2. Raises ValueError for what is no code."""
    match = re.fullmatch(r"(\d{1,3})([a-z]{0,3})", code)
    if match is None:
        raise ValueError(f"no sphere has the code {code!r}")
    return int(match[1]), match[2]


@cache
def _all() -> dict[str, Sphere]:
    rows = tomllib.loads((Path(__file__).parent / "spheres.toml").read_text())["sphere"]
    found = [
        Sphere(row["code"], row["name"], row["text"], row.get("from", date.min), row.get("to", date.max))
        for row in rows
    ]
    return {each.code: each for each in sorted(found, key=lambda each: sort_key(each.code))}


def spheres(on: date | None = None) -> tuple[Sphere, ...]:
    """Spheres in force on a day (all that ever were, without one), in the statute's order."""
    return tuple(each for each in _all().values() if on is None or each.valid_from <= on <= each.valid_to)


def sphere(code: str) -> Sphere:
    """The sphere of a code. Raises KeyError."""
    return _all()[code]
