"""What a stage offers to the map of the mandate: the rows it has at work, which of them are late, which tasks they are for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from core.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Work:
    """Rows at work for `tasks` ("II.3"); `late` says which are past their term, none when nothing has one.

    Rows that part by a field name it in `by`; its values lead to tasks in `of`, or are codes of units themselves.
    """

    rows: QuerySet[Any]
    tasks: Sequence[str] = ()
    late: Q | None = None
    by: str = ""
    of: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows are at work, and how many of them are past their term."""

    live: int = 0
    late: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.live + other.live, self.late + other.late)


# What config/desks.py lists in MANDATE_WORK: what is at work for tasks; the actor that counts sees everything.
Worker = Callable[[Actor, datetime], Iterable[Work]]
# What it lists in MANDATE_LINKS: the code of a task or of a unit → where that actor sees what carries it, (words, address).
Links = Callable[[Actor], Mapping[str, Sequence[tuple[str, str]]]]
