"""The order of the agenda: members excluded from some offers leave the room as few times as can be; pure."""

from collections.abc import Iterable, Mapping, Sequence

People = frozenset[str]
# Up to this many different groups of excluded members the order is the best there is; beyond it, the nearest group is next.
EXACT = 12


def order(recusals: Mapping[str, People]) -> list[str]:
    """The offers in the order in which they are spoken of: the fewest leavings of the room, else as they came.

    `recusals`: offer → the members excluded from it. Offers that nobody is excluded from come first.
    """
    groups = list(dict.fromkeys(group for group in recusals.values() if group))
    sequence = [frozenset[str](), *(_best(groups) if len(groups) <= EXACT else _nearest(groups))]
    return [offer for group in sequence for offer, excluded in recusals.items() if excluded == group]


def leavings(groups: Iterable[People]) -> int:
    """How many times a member leaves the room when the offers are spoken of in this order of excluded members."""
    inside, count = frozenset[str](), 0
    for group in groups:
        count += len(group - inside)
        inside = group
    return count


def _best(groups: Sequence[People]) -> list[People]:
    """The order of groups with the fewest leavings, by dynamic programming over sets of groups already placed."""
    # (groups placed as bits, the last of them) → fewest leavings, and the order; ties keep the order in which they came.
    known: dict[tuple[int, int], tuple[int, list[int]]] = {
        (1 << last, last): (len(group), [last]) for last, group in enumerate(groups)
    }
    for _step in range(len(groups) - 1):
        further: dict[tuple[int, int], tuple[int, list[int]]] = {}
        for (placed, last), (cost, way) in known.items():
            for following, group in enumerate(groups):
                if placed >> following & 1:
                    continue
                reached = (cost + len(group - groups[last]), [*way, following])
                key = (placed | 1 << following, following)
                if key not in further or reached < further[key]:
                    further[key] = reached
        known = further
    return [groups[index] for index in min(known.values())[1]] if known else []


def _nearest(groups: Sequence[People]) -> list[People]:
    """An order of many groups: after each the one for which the fewest have to leave."""
    left, placed, inside = list(groups), [], frozenset[str]()
    while left:
        inside = min(left, key=lambda group: (len(group - inside), left.index(group)))
        left.remove(inside)
        placed.append(inside)
    return placed
