"""Counts that may be published: no small one is told, and none can be worked out from the others and the total."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

# A count under this is small: it might tell what a known person answered.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be told of a question: the total, and each count by its place, None where it is hidden; `rest` is the sum of those."""

    total: int
    counts: tuple[int | None, ...]
    rest: int

    @property
    def hidden(self) -> tuple[int, ...]:
        """The places that are hidden, together under `rest`."""
        return tuple(place for place, count in enumerate(self.counts) if count is None)


def shown(counts: Sequence[int], least: int = LEAST) -> Shown | None:
    """The counts without small ones; None when the total itself is small.

    Every count under `least` is hidden, nought too. Alone they would follow from the total and the others, so at least one
    that is not small is hidden with them, and more until the hidden ones come to twice `least`: then each small one may be any
    number under `least`. Which are added depends on where small counts stand and never on how large the others are, or the
    choice itself would tell: the nearest, of two as near the lower one.
    """
    total = sum(counts)
    if total < least:
        return None
    small = {place for place, count in enumerate(counts) if count < least}
    hidden = set(small)
    while small and len(hidden) < len(counts) and (hidden == small or _sum(counts, hidden) < 2 * least):
        hidden.add(_nearest(hidden, len(counts)))
    told = tuple(None if place in hidden else count for place, count in enumerate(counts))
    return Shown(total, told, _sum(counts, hidden))


def _sum(counts: Sequence[int], places: Set[int]) -> int:
    return sum(counts[place] for place in places)


def _nearest(hidden: Set[int], size: int) -> int:
    """The place outside that is nearest to one inside."""
    others = (place for place in range(size) if place not in hidden)
    return min(others, key=lambda place: (min(abs(place - each) for each in hidden), place))
