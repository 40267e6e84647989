"""Amounts of a trip in PLN."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from office.trips.costs import by_kind, in_pln, total


def test_a_foreign_amount_counts_by_its_rate_to_the_grosz_halves_up() -> None:
    assert in_pln(Decimal("120.00"), Decimal("4.2513")) == Decimal("510.16")
    assert in_pln(Decimal("0.10"), Decimal("0.05")) == Decimal("0.01")
    assert in_pln(Decimal("99.99")) == Decimal("99.99")
    assert total([]) == Decimal("0.00")


def test_planned_and_actual_stand_side_by_side() -> None:
    rows = [
        ("lodging", "planned", Decimal(100)),
        ("transport", "actual", Decimal(7)),
        ("lodging", "actual", Decimal(90)),
    ]
    assert by_kind(rows) == [("lodging", Decimal(100), Decimal(90)), ("transport", Decimal(0), Decimal(7))]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["planned", "actual"]), st.decimals(0, 10**7, places=2)))
)
def test_no_grosz_is_lost(rows: list[tuple[str, str, Decimal]]) -> None:
    sums = by_kind(rows)
    assert total(planned for _kind, planned, _actual in sums) == total(
        pln for _k, side, pln in rows if side == "planned"
    )
    assert total(actual for _kind, _planned, actual in sums) == total(pln for _k, side, pln in rows if side == "actual")
