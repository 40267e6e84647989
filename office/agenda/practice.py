"""How this office keeps its calendar: which units are its press offices and planners, what each kind of event needs."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a kind of event usually needs, and how many working days before it."""

    what: str
    days: int


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "agenda.toml").read_text())


def press() -> tuple[str, ...]:
    """The units that approve and issue the weekly list."""
    return tuple(_data()["press"])


def planners() -> tuple[str, ...]:
    """The units that keep everybody's calendar."""
    return tuple(_data()["planners"])


def needs(kind: str) -> list[Need]:
    """What is usually prepared for a kind of event."""
    return [Need(**row) for row in _data()["checklist"].get(kind, ())]
