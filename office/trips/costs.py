"""Amounts of a trip in PLN: a row in a foreign currency counts by the rate of its day, to the grosz, halves up."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

PLN = "PLN"
GROSZ = Decimal("0.01")
# The most that a column of the tables holds.
MOST = Decimal("9999999999.99")


def in_pln(amount: Decimal, rate: Decimal = Decimal(1)) -> Decimal:
    """An amount in PLN by the rate of one unit of its currency."""
    return (amount * rate).quantize(GROSZ, rounding=ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts in PLN, 0.00 of none."""
    return sum(amounts, Decimal("0.00"))


def by_kind(rows: Iterable[tuple[str, str, Decimal]]) -> list[tuple[str, Decimal, Decimal]]:
    """(kind, planned, actual) of rows (kind, side, PLN), in the order in which kinds come; `side` is "planned" or "actual"."""
    sums: dict[str, list[Decimal]] = {}
    for kind, side, pln in rows:
        pair = sums.setdefault(kind, [Decimal("0.00"), Decimal("0.00")])
        pair[side == "actual"] += pln
    return [(kind, planned, actual) for kind, (planned, actual) in sums.items()]
