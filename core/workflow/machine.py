"""The table of moves of one life cycle: verb, sources, target, its words before and after, legal basis."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed change of state.

    `label` is what its button says ("Złóż ofertę"), `done` what a history says of it ("Złożono ofertę"); `turn` says in plain
    words who makes it ("organizacja", "urząd", "zegar").
    """

    verb: str
    sources: frozenset[str]
    target: str
    label: str
    done: str
    basis: str = ""
    turn: str = ""


def move(
    verb: str, sources: "str | Iterable[str]", target: str, label: str, done: str, basis: str = "", *, turn: str = ""
) -> Move:
    """`move("submit", State.DRAFT, State.SUBMITTED, "Złóż ofertę", "Złożono ofertę", "art. 14 ust. 1", turn="organizacja")`."""
    names = [sources] if isinstance(sources, str) else list(sources)
    return Move(verb, frozenset(str(name) for name in names), str(target), label, done, basis, turn)


@dataclass(frozen=True)
class Machine:
    """A life cycle: its states (TextChoices) and its moves; a verb may stand in several rows with distinct sources."""

    name: str
    states: type[TextChoices]
    moves: tuple[Move, ...]
    by_verb: dict[str, list[Move]] = field(init=False, repr=False)

    def __init__(self, name: str, states: type[TextChoices], *moves: Move) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "states", states)
        object.__setattr__(self, "moves", moves)
        table: dict[str, list[Move]] = {}
        for each in moves:
            for other in table.setdefault(each.verb, []):
                if other.sources & each.sources:
                    raise ValueError(f"{name}: {each.verb} stands twice for {sorted(other.sources & each.sources)}")
            table[each.verb].append(each)
        object.__setattr__(self, "by_verb", table)

    def find(self, verb: str, state: str) -> Move | None:
        """The move a verb makes from a state, or None when it may not be made."""
        return next((each for each in self.by_verb[verb] if str(state) in each.sources), None)

    def possible(self, state: str) -> list[Move]:
        """What may happen next from a state."""
        return [each for each in self.moves if str(state) in each.sources]

    def label(self, state: str) -> str:
        """The state's name for people."""
        names: Any = dict(self.states.choices)
        return str(names[str(state)])
