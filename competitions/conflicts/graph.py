"""The graph of people and organisations: edges with their source and dates, paths of up to two steps, the verdict; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

PERSON, ORGANISATION = "person", "organisation"


class Verdict(StrEnum):
    """What the records say of a person and those who take part in an offer, the gravest first."""

    CONFLICT = "conflict"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A person or an organisation; `key` tells it apart from others of its kind."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes. `sure`: somebody said so or the office recorded it; else two records only look alike.

    `since` and `until` are the first and the last day of it, None where nobody knows: then it is taken to last.
    """

    one: Node
    other: Node
    kind: str
    source: str = ""
    since: date | None = None
    until: date | None = None
    sure: bool = True
    note: str = ""

    def counts(self, on: date, years: int) -> bool:
        """Whether it lasts, or ended no more than so many years ago."""
        return self.until is None or self.until >= years_before(on, years)


@dataclass(frozen=True, slots=True)
class Path:
    """One or two edges from a person to an organisation, in order, with the nodes passed."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def sure(self) -> bool:
        return all(edge.sure for edge in self.edges)


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict with all that led to it: every path, and what could not be compared for want of data (node → codes)."""

    verdict: Verdict
    paths: tuple[Path, ...] = ()
    missing: tuple[tuple[Node, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's rules: how many years back a link counts, and what two sure steps are."""

    years: int = 3
    two_steps: Verdict = Verdict.CONFLICT


def years_before(on: date, years: int) -> date:
    """The day so many years earlier; 28 February for a leap day."""
    return date(on.year - years, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)


class Graph:
    """Edges that count on a day; `missing` says of a node what is not known of it, a code each."""

    def __init__(
        self, edges: Iterable[Edge], *, on: date, rules: Rules, missing: Mapping[Node, Sequence[str]] | None = None
    ) -> None:
        self.rules, self.missing = rules, missing or {}
        self.edges = tuple(dict.fromkeys(edge for edge in edges if edge.counts(on, rules.years)))
        self._reached: dict[Node, dict[Node, list[Path]]] = {}

    @cached_property
    def _near(self) -> Mapping[Node, list[tuple[Node, Edge]]]:
        near: dict[Node, list[tuple[Node, Edge]]] = defaultdict(list)
        for edge in self.edges:
            if edge.one != edge.other:
                near[edge.one].append((edge.other, edge))
                near[edge.other].append((edge.one, edge))
        return near

    def reached(self, person: Node) -> Mapping[Node, list[Path]]:
        """Every node within two steps of a person, with all paths there: the sure ones first, the short before the long."""
        if person not in self._reached:
            found: dict[Node, list[Path]] = defaultdict(list)
            for middle, first in self._near.get(person, ()):
                found[middle].append(Path((person, middle), (first,)))
                for end, second in self._near.get(middle, ()):
                    if end != person:
                        found[end].append(Path((person, middle, end), (first, second)))
            for paths in found.values():
                paths.sort(key=lambda path: (not path.sure, len(path.edges)))
            self._reached[person] = found
        return self._reached[person]

    def judge(self, person: Node, targets: Sequence[Node]) -> Finding:
        """What is known of a person and the organisations that take part in one offer.

        One of them is reached by what is sure: a conflict (two steps: as the rules say); by what only looks alike:
        possible; by nothing, but something could not be compared: unknown.
        """
        reached = self.reached(person)
        paths = tuple(path for target in targets for path in reached.get(target, ()))
        missing = tuple((node, code) for node in (person, *targets) for code in self.missing.get(node, ()))
        grades = {self._grade(path) for path in paths}
        if missing:
            grades.add(Verdict.UNKNOWN)
        worst = next((verdict for verdict in Verdict if verdict in grades), Verdict.NONE)
        return Finding(worst, paths, missing)

    def _grade(self, path: Path) -> Verdict:
        if not path.sure:
            return Verdict.POSSIBLE
        return Verdict.CONFLICT if len(path.edges) == 1 else self.rules.two_steps
