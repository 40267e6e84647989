"""Who evaluates what: the best assignment of experts to offers, with its proof, or the smallest set of rules that cannot hold; pure.

The offer that is served worst comes first (the sum of its experts' fit is as high as it can be for everyone), then the sum
over all offers, then a draw by a stored seed among what is equally good. Solved exactly by HiGHS (scipy.optimize.milp).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

# Sums of fit closer than this are equal, where the fit has no smallest step.
EXACT = 1e-6
# Steps that grades may have (parts of one); anything finer counts as numbers without a step.
STEPS = (1, 2, 4, 5, 10, 20, 100, 1000)
# Lots of the draw: whole numbers below this, one per possible pair.
LOTS = 16

OPTIMAL, LIMIT, INFEASIBLE = 0, 1, 2
DEMAND, LOAD_MIN, LOAD_MAX, NO_REPEAT = "demand", "load_min", "load_max", "no_repeat"


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand that the assignment has to meet: of the offer, the expert or the pair of experts at `place`.

    `kind` is "demand" (place: the offer), "load_min", "load_max" (the expert) or "no_repeat" (its place in the list of pairs).
    """

    kind: str
    place: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """What was found. Sums are in the units of the affinity given.

    `pairs` (offer, expert) in order; `worst` is the sum of the worst served offer, `total` the sum over all; `bound` is what
    `total` cannot exceed at this `worst`, `gap` how far the proof is from it (0 when both goals are proved best). When the rules
    cannot hold together, `conflict` is the smallest set of them that cannot (taking one away makes them hold), and there are no
    pairs; when time ran out before anything was found, there is neither.
    """

    pairs: tuple[tuple[int, int], ...] = ()
    total: float = 0.0
    worst: float = 0.0
    bound: float = 0.0
    gap: float = 0.0
    conflict: tuple[Rule, ...] | None = None


def solve(
    affinity: ArrayLike,
    demand: ArrayLike,
    load_min: ArrayLike,
    load_max: ArrayLike,
    forbidden: ArrayLike,
    seed: int,
    no_repeat: Sequence[tuple[int, int]] = (),
    time_limit: float = 60.0,
) -> Assignment:
    """Assign experts to offers.

    `affinity`: offers × experts, the fit (higher is better); `demand`: experts per offer; `load_min`, `load_max`: offers per
    expert; `forbidden`: offers × experts, True where the expert must not see the offer; `no_repeat`: pairs of experts that may
    meet over one offer at most. `time_limit` in seconds is for the assignment; naming a conflict takes what it needs. The same input and seed give the same answer when
    the time suffices. Raises ValueError for wrong shapes and values.
    """
    problem = _Problem(affinity, demand, load_min, load_max, forbidden, no_repeat, time.monotonic() + time_limit)
    start = problem.sum(-np.inf)
    if start is None:
        return Assignment(conflict=problem.conflict())
    if start.x is None:
        return Assignment(bound=problem.most(), gap=problem.most())
    worst = problem.worst_off(start)
    best = problem.sum(problem.worst(worst.x), seed=seed)
    if best is None or best.x is None:
        best = _Answer(worst.x, problem.total(worst.x), min(problem.most(), start.bound), False)
    chosen = problem.chosen(best.x)
    total, reached = float(problem.affinity[chosen].sum()), problem.worst(best.x)
    proved = worst.proved and best.proved
    return Assignment(
        pairs=tuple((int(offer), int(expert)) for offer, expert in np.argwhere(chosen)),
        total=total,
        worst=reached,
        bound=total if proved else max(total, best.bound),
        gap=0.0 if proved else max(0.0, worst.bound - reached, best.bound - total),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the solver said: values of the variables (None without an answer), the goal's value and the bound on it."""

    x: NDArray[Any] | None
    value: float
    bound: float
    proved: bool


class _Problem:
    """The rules as rows over variables: one per allowed (offer, expert), then one per pair that may not repeat and offer."""

    def __init__(
        self,
        affinity: ArrayLike,
        demand: ArrayLike,
        load_min: ArrayLike,
        load_max: ArrayLike,
        forbidden: ArrayLike,
        no_repeat: Sequence[tuple[int, int]],
        end: float,
    ) -> None:
        self.affinity = np.asarray(affinity, dtype=float)
        if self.affinity.ndim != 2 or not np.isfinite(self.affinity).all():
            raise ValueError("affinity has to be a table of numbers, offers × experts")
        offers, experts = self.affinity.shape
        self.demand = _whole(demand, offers, "demand")
        self.load_min, self.load_max = _whole(load_min, experts, "load_min"), _whole(load_max, experts, "load_max")
        self.forbidden = np.asarray(forbidden)
        if self.forbidden.shape != self.affinity.shape or self.forbidden.dtype != np.bool_:
            raise ValueError("forbidden has to be a table of truth values, offers × experts")
        self.no_repeat = [(int(one), int(other)) for one, other in no_repeat]
        if any(one == other or not (0 <= one < experts and 0 <= other < experts) for one, other in self.no_repeat):
            raise ValueError("no_repeat has to hold pairs of two experts")
        self.end = end
        self.offers, self.experts = np.nonzero(~self.forbidden)
        self.fit = self.affinity[self.offers, self.experts]
        self.served = self.demand > 0
        scaled = ((scale, self.fit * scale) for scale in STEPS)
        self.scale = next((scale for scale, fit in scaled if np.allclose(fit, np.rint(fit), rtol=0, atol=1e-9)), 0)
        self.rules = [
            *(Rule(DEMAND, place) for place in range(offers)),
            *(Rule(LOAD_MAX, place) for place in range(experts)),
            *(Rule(LOAD_MIN, place) for place in range(experts) if self.load_min[place]),
            *(Rule(NO_REPEAT, place) for place in range(len(self.no_repeat))),
        ]
        self._build()

    def _build(self) -> None:
        """Rows of the rules (as many as `rules`, in their order), and rows that say when two experts meet."""
        offers, experts = self.affinity.shape
        count = len(self.offers)
        place = np.full(self.affinity.shape, -1)
        place[self.offers, self.experts] = np.arange(count)
        meets: list[int] = []
        rows, columns, values = list[int](), list[int](), list[int]()
        self.meetings: list[tuple[int, NDArray[Any]]] = []
        extra = count
        for pair, (one, other) in enumerate(self.no_repeat):
            both = np.nonzero((place[:, one] >= 0) & (place[:, other] >= 0))[0]
            self.meetings.append((pair, extra + np.arange(len(both))))
            for offset, offer in enumerate(both):
                row = len(meets)
                rows += [row, row, row]
                columns += [place[offer, one], place[offer, other], extra + offset]
                values += [1, 1, -1]
                meets.append(row)
            extra += len(both)
        self.size = extra
        self.meet = sparse.csr_array((values, (rows, columns)), shape=(len(meets), extra))
        per_offer = sparse.csr_array((np.ones(count), (self.offers, np.arange(count))), shape=(offers, extra))
        per_expert = sparse.csr_array((np.ones(count), (self.experts, np.arange(count))), shape=(experts, extra))
        with_min = np.nonzero(self.load_min)[0]
        pairs = sparse.lil_array((len(self.no_repeat), extra))
        for pair, places in self.meetings:
            pairs[pair, places] = 1
        self.table = sparse.csr_array(sparse.vstack([per_offer, per_expert, per_expert[with_min], pairs.tocsr()]))
        free, pair_count = np.inf, len(self.no_repeat)
        self.low = np.concatenate(
            [self.demand, np.full(experts, -free), self.load_min[with_min], np.full(pair_count, -free)]
        )
        self.high = np.concatenate([self.demand, self.load_max, np.full(len(with_min), free), np.ones(pair_count)])
        self.per_offer = per_offer

    def most(self) -> float:
        """What no assignment exceeds: every offer served by those who fit best."""
        best = -np.sort(-np.where(self.forbidden, -np.inf, self.affinity), axis=1)
        return float(
            sum(row[:count][np.isfinite(row[:count])].sum() for row, count in zip(best, self.demand, strict=True))
        )

    def chosen(self, x: NDArray[Any] | None) -> NDArray[np.bool_]:
        """The answer as a table, offers × experts."""
        whole = np.zeros(self.affinity.shape, dtype=bool)
        if x is not None:
            whole[self.offers, self.experts] = x[: len(self.offers)] > 0.5
        return whole

    def total(self, x: NDArray[Any] | None) -> float:
        return float(self.affinity[self.chosen(x)].sum())

    def worst(self, x: NDArray[Any] | None) -> float:
        """The sum of the worst served offer; 0 when nobody is to be served."""
        sums = np.where(self.chosen(x), self.affinity, 0).sum(axis=1)[self.served]
        return float(sums.min()) if len(sums) else 0.0

    def _ask(
        self,
        goal: NDArray[Any],
        constraints: list[LinearConstraint],
        *,
        most: NDArray[Any] | None = None,
        whole: bool = True,
    ) -> _Answer | None:
        """Maximise. `most` are upper bounds of the variables (and of more of them, after the pairs, free below).

        Without `whole` parts of an assignment will do, for a quick bound. None when nothing holds.
        """
        if not self.size:
            # Nobody may take anything, and the solver takes no empty question.
            return None if (self.low > 0).any() else _Answer(np.zeros(0), 0.0, 0.0, True)
        left = self.end - time.monotonic()
        if left <= 0:
            return _Answer(None, -np.inf, np.inf, False)
        high = np.ones(self.size) if most is None else most
        more = len(high) - self.size
        kinds = np.zeros(self.size + more)
        kinds[: len(self.offers)] = whole
        result = milp(
            -goal,
            integrality=kinds,
            bounds=Bounds(np.concatenate([np.zeros(self.size), np.full(more, -np.inf)]), high),
            constraints=constraints,
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        if result.status == INFEASIBLE:
            return None
        proved = result.status == OPTIMAL
        if result.x is None:
            return _Answer(
                None, -np.inf, np.inf if result.mip_dual_bound is None else -float(result.mip_dual_bound), False
            )
        x = np.where(kinds > 0, np.rint(result.x), result.x)
        value = float(goal @ x)
        return _Answer(x, value, value if proved else -float(result.mip_dual_bound), proved)

    def _hold(self, columns: int = 0) -> list[LinearConstraint]:
        """All rules, over so many more variables."""
        found = [LinearConstraint(_widened(self.table, columns), self.low, self.high)]
        if self.meet.shape[0]:
            found.append(LinearConstraint(_widened(self.meet, columns), -np.inf, 1))
        return found

    def _goal(self, values: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([values, np.zeros(self.size - len(values))])

    def _sums(self) -> sparse.csr_array:
        """Rows: the sum of fit of each served offer."""
        return sparse.csr_array(self.per_offer[np.nonzero(self.served)[0]].multiply(self._goal(self.fit)))

    def _useful(self, worst: float) -> NDArray[Any]:
        """Upper bounds of the variables when each served offer has to reach `worst`: 0 where even the best company falls short."""
        most = np.ones(self.size)
        for offer in np.nonzero(self.served)[0]:
            places = np.nonzero(self.offers == offer)[0]
            fit, company = self.fit[places], self.demand[offer] - 1
            best = np.sort(fit)[::-1]
            # One of the best has the next best in their own place among the company.
            among = np.zeros(len(fit), dtype=bool)
            among[np.argsort(-fit, kind="stable")[:company]] = True
            others = np.where(among, best[: company + 1].sum() - fit, best[:company].sum())
            most[places] = fit + others >= worst - EXACT
        return most

    def _reaching(self, worst: float) -> tuple[list[LinearConstraint], NDArray[Any] | None]:
        """The rules and that no served offer falls below `worst`."""
        if not self.served.any() or worst == -np.inf:
            return self._hold(), None
        return [*self._hold(), LinearConstraint(self._sums(), worst - EXACT, np.inf)], self._useful(worst)

    def worst_off(self, start: _Answer) -> _Answer:
        """The highest sum that every served offer can reach, at least that of `start`."""
        least = self.worst(start.x)
        if not self.served.any():
            return _Answer(start.x, 0.0, 0.0, True)
        if not self.scale:
            return self._highest(start)
        # Among whole steps. Where parts of an assignment cannot reach one, whole ones cannot either.
        low, high = round(least * self.scale), round(self._ceiling() * self.scale)
        bottom = low
        while low < high:
            middle = (low + high + 1) // 2
            constraints, most = self._reaching(middle / self.scale)
            if self._ask(np.zeros(self.size), constraints, most=most, whole=False) is None:
                high = middle - 1
            else:
                low = middle
        for step in range(high, bottom, -1):
            constraints, most = self._reaching(step / self.scale)
            answer = self._ask(self._goal(self.fit), constraints, most=most)
            if answer is not None:
                found = start.x if answer.x is None else answer.x
                return _Answer(found, self.worst(found), step / self.scale, answer.x is not None)
        return _Answer(start.x, least, least, True)

    def _ceiling(self) -> float:
        """What not every sum can exceed, whoever serves: the least of the offers' best sums."""
        best = -np.sort(-np.where(self.forbidden, -np.inf, self.affinity), axis=1)
        return float(min(best[offer, : self.demand[offer]].sum() for offer in np.nonzero(self.served)[0]))

    def _highest(self, start: _Answer) -> _Answer:
        """As `worst_off`, for fit without a smallest step: the worst sum is a variable of its own."""
        sums = self._sums()
        least = sparse.csr_array(sparse.hstack([sums, -np.ones((sums.shape[0], 1))]))
        goal = np.append(np.zeros(self.size), 1.0)
        constraints = [*self._hold(1), LinearConstraint(least, 0, np.inf)]
        answer = self._ask(goal, constraints, most=np.append(np.ones(self.size), self._ceiling() + EXACT))
        if answer is None or answer.x is None:
            return _Answer(start.x, self.worst(start.x), self._ceiling(), False)
        x = answer.x[: self.size]
        return _Answer(x, self.worst(x), self.worst(x) if answer.proved else answer.bound, answer.proved)

    def sum(self, worst: float, *, seed: int | None = None) -> _Answer | None:
        """The highest sum over all offers where none falls below `worst`, drawn by the seed among equals; None when nothing holds."""
        constraints, most = self._reaching(worst)
        lots = np.zeros(len(self.fit)) if seed is None else np.random.default_rng(seed).integers(0, LOTS, len(self.fit))
        if self.scale:
            # All lots together weigh less than one step of fit.
            weight = LOTS * (int(self.demand.sum()) + 1)
            answer = self._ask(self._goal(np.rint(self.fit * self.scale) * weight + lots), constraints, most=most)
            if answer is None or answer.x is None:
                return answer
            bound = float(np.floor(answer.bound / weight + EXACT)) / self.scale
            return _Answer(answer.x, self.total(answer.x), bound, answer.proved)
        answer = self._ask(self._goal(self.fit), constraints, most=most)
        if answer is None or not answer.proved or seed is None:
            return answer
        same = LinearConstraint(sparse.csr_array(self._goal(self.fit).reshape(1, -1)), answer.value - EXACT, np.inf)
        drawn = self._ask(self._goal(lots.astype(float)), [*constraints, same], most=most)
        return _Answer(drawn.x, self.total(drawn.x), answer.bound, True) if drawn and drawn.x is not None else answer

    # rules that cannot hold together

    def conflict(self) -> tuple[Rule, ...]:
        """The smallest set of rules that cannot hold: candidates are smallest sets that hit all ways out found so far."""
        ways_out: list[set[int]] = []
        while True:
            candidate = self._smallest_hitting(ways_out)
            way_out = self._give_up(candidate)
            if way_out is None:
                return tuple(self.rules[place] for place in sorted(candidate))
            ways_out.append(way_out)

    def _smallest_hitting(self, sets: list[set[int]]) -> set[int]:
        if not sets:
            return set()
        count = len(self.rules)
        rows = sparse.lil_array((len(sets), count))
        for row, members in enumerate(sets):
            rows[row, sorted(members)] = 1
        # A little more for later rules: the same smallest set each time.
        cost = 1 + np.arange(count) / (count * count * 4)
        result = milp(
            cost, integrality=np.ones(count), bounds=Bounds(0, 1), constraints=LinearConstraint(rows.tocsr(), 1, np.inf)
        )
        return {int(place) for place in np.nonzero(result.x > 0.5)[0]}

    def _give_up(self, kept: set[int]) -> set[int] | None:
        """The fewest rules to give up so that the others, and surely those kept, hold; None when the kept ones cannot."""
        count = len(self.rules)
        # A rule given up is wide enough for whatever its row can come to, and no wider: the solver stays exact.
        most = np.diff(self.table.indptr).astype(float)
        least = np.where(np.isfinite(self.low), self.low, 0.0)
        up = sparse.csr_array(sparse.hstack([self.table, -sparse.diags_array(most)]))
        down = sparse.csr_array(sparse.hstack([self.table, sparse.diags_array(least)]))
        given = np.ones(count)
        given[sorted(kept)] = 0
        constraints = [LinearConstraint(up, -np.inf, self.high), LinearConstraint(down, self.low, np.inf)]
        if self.meet.shape[0]:
            constraints.append(LinearConstraint(_widened(self.meet, count), -np.inf, 1))
        result = milp(
            np.concatenate([np.zeros(self.size), np.ones(count)]),
            integrality=np.concatenate(
                [np.ones(len(self.offers)), np.zeros(self.size - len(self.offers)), np.ones(count)]
            ),
            bounds=Bounds(0, np.concatenate([np.ones(self.size), given])),
            constraints=constraints,
        )
        if result.x is None:
            return None
        return {int(place) for place in np.nonzero(result.x[self.size :] > 0.5)[0]}


def _widened(table: sparse.csr_array, columns: int) -> sparse.csr_array:
    """The table with so many empty columns after its own."""
    return sparse.csr_array(sparse.hstack([table, sparse.csr_array((table.shape[0], columns))])) if columns else table


def _whole(values: ArrayLike, count: int, name: str) -> NDArray[np.int_]:
    found = np.asarray(values)
    if not found.size:
        # numpy takes an empty list for one of fractions.
        found = found.astype(int)
    if found.shape != (count,) or not np.issubdtype(found.dtype, np.integer) or (found < 0).any():
        raise ValueError(f"{name} has to be {count} whole numbers, none below 0")
    return found
