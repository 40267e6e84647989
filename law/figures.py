"""Statutory numbers as dated data: `value("competition.min_window_days", on=day)`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the law: `value` (None: no limit), validity (both ends included), basis, and how sure the reading is."""

    key: str
    value: Any
    basis: str
    mark: str
    valid_from: date
    valid_to: date
    counts: str = ""


class UnknownFigure(KeyError):
    """No figure of that key is valid on that day."""


def read(text: str) -> dict[str, tuple[Figure, ...]]:
    """Key → its rows in order of validity. Raises ValueError for rows of one key that overlap."""
    table: dict[str, list[Figure]] = {}
    for row in tomllib.loads(text)["figure"]:
        figure = Figure(
            key=row["key"],
            value=row.get("value"),
            basis=row.get("basis", ""),
            mark=row["mark"],
            valid_from=row.get("from", date.min),
            valid_to=row.get("to", date.max),
            counts=row.get("counts", ""),
        )
        table.setdefault(figure.key, []).append(figure)
    for key, rows in table.items():
        rows.sort(key=lambda figure: figure.valid_from)
        for earlier, later in pairwise(rows):
            if later.valid_from <= earlier.valid_to:
                raise ValueError(f"rows of {key} overlap on {later.valid_from}")
    return {key: tuple(rows) for key, rows in table.items()}


@cache
def table() -> dict[str, tuple[Figure, ...]]:
    """All figures that ship with the project."""
    return read((Path(__file__).parent / "figures.toml").read_text())


def figure(key: str, *, on: date) -> Figure:
    """The row in force on a day. Raises UnknownFigure."""
    for row in table().get(key, ()):
        if row.valid_from <= on <= row.valid_to:
            return row
    raise UnknownFigure(f"{key} on {on}")


def value(key: str, *, on: date) -> Any:
    """The number in force on a day. Raises UnknownFigure."""
    return figure(key, on=on).value
