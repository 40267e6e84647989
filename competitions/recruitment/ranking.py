"""Points for what a person declared and proved, and the order of candidates in one field; pure.

The rule, as the announcement says it: more points come first; equal points are told apart by the points of the conditions in their
order; who is equal in all of them shares a place. The first places are the list, those below are the reserve. Candidates who share
the last place of the list are all on the list, so that nothing is left to chance or to the order of arrival. Below the least
number of points nobody is on either list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LISTED = "listed"
RESERVE = "reserve"
BELOW = "below"


@dataclass(frozen=True, slots=True)
class Entrant:
    """A candidate in one field: a key, and the points of each scored condition in the order of the announcement."""

    key: str
    points: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.points)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a candidate stands: the place, the sum of points, and what follows."""

    key: str
    place: int
    total: int
    outcome: str


def points_for(levels: Sequence[tuple[int, int]], value: int) -> int:
    """The points of the highest level that a number reaches; none below the first. `levels`: (from, points)."""
    return max((points for least, points in levels if value >= least), default=0)


def rank(entrants: Sequence[Entrant], *, places: int, least: int) -> list[Placed]:
    """Everyone in order with place and outcome. Raises ValueError for fewer than no places or unlike rows of points."""
    if places < 0:
        raise ValueError("places are not negative")
    if len({len(each.points) for each in entrants}) > 1:
        raise ValueError("every candidate is judged by the same conditions")
    ordered = sorted(entrants, key=lambda each: (-each.total, [-one for one in each.points], each.key))
    found: list[Placed] = []
    place = 0
    before: tuple[int, ...] | None = None
    for number, each in enumerate(ordered, start=1):
        if each.points != before:
            place, before = number, each.points
        outcome = BELOW if each.total < least else LISTED if place <= places else RESERVE
        found.append(Placed(each.key, place, each.total, outcome))
    return found


def best(outcomes: Mapping[str, str]) -> str:
    """What follows for a candidate from the fields they stood in: field → outcome."""
    return next((each for each in (LISTED, RESERVE) if each in outcomes.values()), BELOW)
