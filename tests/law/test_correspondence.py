"""The term of a letter follows its kind; without a statutory term the office's practice counts working days."""

from datetime import date

import pytest

from law.correspondence import KINDS, answer_due


@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        # Months end on the day of the same number; a Saturday and a day off move on to the next working day.
        ("complaint", date(2026, 11, 2), date(2026, 12, 2)),
        ("complaint", date(2026, 11, 25), date(2026, 12, 28)),
        ("motion", date(2026, 1, 31), date(2026, 3, 2)),
        ("petition", date(2026, 11, 30), date(2027, 3, 1)),
        ("information", date(2026, 11, 16), date(2026, 11, 30)),
        ("accessibility", date(2026, 11, 16), date(2026, 11, 23)),
        # 11 November is a day off, as are Saturdays and Sundays.
        ("letter", date(2026, 11, 6), date(2026, 11, 23)),
    ],
)
def test_the_term_of_each_kind(kind: str, received: date, due: date) -> None:
    assert answer_due(kind, received, practice_days=10) == due


def test_every_statutory_kind_names_its_basis() -> None:
    assert all(bool(kind.figure) == bool(kind.basis) for kind in KINDS.values())
