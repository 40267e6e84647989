"""The Board's choice (art. 15 ust. 2g–2i): pool, request, reasons, the 30 days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from law.award import AwardFacts, OfferDecision, breaches, justification_due

GRANTED = OfferDecision(1, Decimal(40000), Decimal(40000), "", Decimal(40000), True)
REFUSED = OfferDecision(2, Decimal(30000), Decimal(0), "poniżej progu", Decimal(0), True)


def test_as_the_panel_proposed() -> None:
    assert breaches(AwardFacts(Decimal(40000), (GRANTED, REFUSED))) == []


def test_over_the_pool_by_a_grosz() -> None:
    (breach,) = breaches(AwardFacts(Decimal("39999.99"), (GRANTED, REFUSED)))
    assert (breach.code, breach.basis) == ("award.over_pool", "art. 13 ust. 2 pkt 2")


@pytest.mark.parametrize(
    ("changes", "code", "basis"),
    [
        ({"decided": False}, "award.undecided", "art. 15 ust. 2g"),
        ({"amount": Decimal("40000.01")}, "award.over_request", "art. 15 ust. 2h pkt 3"),
        ({"amount": Decimal(-1)}, "award.over_request", "art. 15 ust. 2h pkt 3"),
        ({"amount": Decimal("39999.99")}, "award.partial", "art. 15 ust. 2g"),
        ({"proposed": Decimal(0)}, "award.reason_missing", "art. 15 ust. 2i"),
        ({"amount": Decimal(0), "reason": "  "}, "award.reason_missing", "art. 15 ust. 2i"),
    ],
)
def test_one_offer(changes: dict[str, Any], code: str, basis: str) -> None:
    (breach,) = breaches(AwardFacts(Decimal(50000), (replace(GRANTED, **changes),)))
    assert (breach.code, breach.basis) == (code, basis)


def test_each_sub_task_spends_its_own_pool() -> None:
    """The whole pool would do, the pool of the second sub-task does not."""
    first, second = replace(GRANTED, subtask=1), replace(GRANTED, number=2, subtask=2)
    pools = {1: Decimal(60000), 2: Decimal(40000)}
    assert breaches(AwardFacts(Decimal(100000), (first, second), pools)) == []
    (breach,) = breaches(AwardFacts(Decimal(100000), (first, second), {1: Decimal(60001), 2: Decimal("39999.99")}))
    assert (breach.code, breach.basis, breach.values["number"]) == ("award.over_subtask", "art. 13 ust. 2 pkt 2", "2")


def test_a_departure_with_a_reason_is_the_boards_right() -> None:
    assert breaches(AwardFacts(Decimal(50000), (replace(GRANTED, proposed=Decimal(0), reason="ważne zadanie"),))) == []


def test_thirty_days_for_a_justification() -> None:
    assert justification_due(date(2027, 2, 10)) == date(2027, 3, 12)
    assert justification_due(date(2026, 12, 31)) == date(2027, 2, 1)  # the thirtieth day is a Saturday
