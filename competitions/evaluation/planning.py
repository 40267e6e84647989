"""The question of who evaluates what as canonical data, its answer, and which rules a changed answer breaks; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Self

import numpy as np

from competitions.evaluation.assignment import DEMAND, LOAD_MAX, LOAD_MIN, NO_REPEAT, Assignment, solve

# What an expert and an offer are to each other, beside the four verdicts: there is a card already, of whatever state.
HAS_CARD = "card"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer that needs so many more experts; `offer` is its public id, `number` what people call it."""

    offer: str
    number: int
    demand: int


@dataclass(frozen=True, slots=True)
class Able:
    """An expert (public id) who may get so many offers."""

    expert: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that the answer follows from. `grades`, `links`: a row per offer, a column per expert; `barred`: the links
    with which no offer is given out; `no_repeat`: whether two experts may meet over one offer only."""

    offers: tuple[Asked, ...]
    experts: tuple[Able, ...]
    grades: tuple[tuple[int, ...], ...]
    links: tuple[tuple[str, ...], ...]
    barred: tuple[str, ...]
    no_repeat: bool
    seed: int

    def solved(self, *, time_limit: float) -> Assignment:
        """The best assignment with its proof, or the smallest set of rules that cannot hold together."""
        shape = (len(self.offers), len(self.experts))
        return solve(
            np.array(self.grades, dtype=float).reshape(shape),
            [each.demand for each in self.offers],
            [each.least for each in self.experts],
            [each.most for each in self.experts],
            np.array([[link in self.barred for link in row] for row in self.links], dtype=bool).reshape(shape),
            self.seed,
            tuple(self.pairs()),
            time_limit,
        )

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs of experts that may meet once, by their places."""
        return list(combinations(range(len(self.experts)), 2)) if self.no_repeat else []

    def plain(self) -> dict[str, Any]:
        """As it is kept and hashed."""
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """From what was kept."""
        return cls(
            tuple(Asked(**row) for row in data["offers"]),
            tuple(Able(**row) for row in data["experts"]),
            tuple(tuple(row) for row in data["grades"]),
            tuple(tuple(row) for row in data["links"]),
            tuple(data["barred"]),
            data["no_repeat"],
            data["seed"],
        )

    def free(self, offer: int) -> list[int]:
        """The experts (places) who may get an offer (place)."""
        return [place for place, link in enumerate(self.links[offer]) if link not in self.barred]

    def fit(self, pairs: Iterable[Pair]) -> dict[str, int]:
        """Offer → the sum of fit of its experts."""
        rows = {each.offer: place for place, each in enumerate(self.offers)}
        columns = {each.expert: place for place, each in enumerate(self.experts)}
        sums: Counter[str] = Counter({each.offer: 0 for each in self.offers})
        for offer, expert in pairs:
            sums[offer] += self.grades[rows[offer]][columns[expert]]
        return dict(sums)

    def broken(self, pairs: Sequence[Pair]) -> list[tuple[str, tuple[str, ...]]]:
        """The rules that an assignment breaks: kind, and whom it is about (public ids); "forbidden" names a pair."""
        rows = {each.offer: place for place, each in enumerate(self.offers)}
        columns = {each.expert: place for place, each in enumerate(self.experts)}
        found: list[tuple[str, tuple[str, ...]]] = [
            ("forbidden", (offer, expert))
            for offer, expert in pairs
            if self.links[rows[offer]][columns[expert]] in self.barred
        ]
        given, taken = Counter(offer for offer, _ in pairs), Counter(expert for _, expert in pairs)
        found += [(DEMAND, (each.offer,)) for each in self.offers if given[each.offer] != each.demand]
        found += [(LOAD_MAX, (each.expert,)) for each in self.experts if taken[each.expert] > each.most]
        found += [(LOAD_MIN, (each.expert,)) for each in self.experts if taken[each.expert] < each.least]
        if self.no_repeat:
            together: dict[str, list[str]] = {}
            for offer, expert in pairs:
                together.setdefault(offer, []).append(expert)
            meetings = Counter(pair for experts in together.values() for pair in combinations(sorted(set(experts)), 2))
            found += [(NO_REPEAT, pair) for pair, count in sorted(meetings.items()) if count > 1]
        return found


def answer(problem: Problem, found: Assignment) -> dict[str, Any]:
    """What was found, as it is kept and hashed: whole numbers as such, others as text."""
    pairs = problem.pairs()
    return {
        "pairs": [[problem.offers[row].offer, problem.experts[column].expert] for row, column in found.pairs],
        **{name: _number(getattr(found, name)) for name in ("total", "worst", "bound", "gap")},
        "conflict": None
        if found.conflict is None
        else [[rule.kind, list(_about(problem, pairs, rule.kind, rule.place))] for rule in found.conflict],
    }


def _about(problem: Problem, pairs: Sequence[tuple[int, int]], kind: str, place: int) -> tuple[str, ...]:
    if kind == DEMAND:
        return (problem.offers[place].offer,)
    if kind == NO_REPEAT:
        return tuple(problem.experts[each].expert for each in pairs[place])
    return (problem.experts[place].expert,)


def _number(value: float) -> int | str:
    return int(value) if float(value).is_integer() else f"{value:.6f}"


def changed(pairs: Sequence[Pair], changes: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """The pairs after hand changes, each taking one expert off an offer and putting another on it."""
    rows: list[Pair] = [(offer, expert) for offer, expert in pairs]
    for each in changes:
        rows[rows.index((each["offer"], each["out"]))] = (each["offer"], each["put"])
    return rows
