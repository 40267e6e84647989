"""The final report (art. 18): its term, sums that agree, what must be given back first."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from law.report import ReportFacts, breaches, facts, final_due, prefilled, settlement_breaches
from tests.factories.content import OFFER, report_content


def report(paid: Decimal = Decimal(10000), **content: Any) -> ReportFacts:
    return facts(
        report_content(**content),
        form_version="report-2018",
        grant_paid=paid,
        agreed_grant=Decimal(10000),
        agreed_total=Decimal(12500),
    )


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (date(2026, 12, 31), date(2027, 2, 1)),  # 30 January is a Saturday
        (date(2026, 11, 24), date(2026, 12, 28)),  # Christmas Eve to Sunday
        (date(2027, 10, 31), date(2027, 11, 30)),
    ],
)
def test_thirty_days_from_the_end_of_the_task(end: date, due: date) -> None:
    assert final_due(end) == due


def test_a_whole_report_passes_and_settles() -> None:
    assert breaches(report()) == []
    assert settlement_breaches(report()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"II.2.own": "1999.99"}, "report.sources_differ"),
        ({"II.2.grant": "10000.01", "II.2.own": "1999.99"}, "report.grant_over_paid"),
        ({"I.1": ""}, "form.empty"),
        ({"II.2.grant": "dużo", "II.2.own": "12000.00"}, "form.money"),
        ({"IV.2": ""}, "form.unticked"),
    ],
)
def test_each_rule_broken_alone(content: dict[str, Any], code: str) -> None:
    (breach,) = breaches(report(**content))
    assert breach.code == code
    assert breach.basis in ("art. 18 ust. 4 pkt 2", "wzór sprawozdania")


@pytest.mark.parametrize(
    ("content", "amount"),
    [
        ({"II.2.grant": "9999.99", "II.2.own": "2000.01"}, Decimal("0.01")),
        ({"II.2.interest": "3.50"}, Decimal("3.50")),
        ({"II.2.grant": "9000.00", "II.2.interest": "3.50"}, Decimal("1003.50")),
    ],
)
def test_what_was_not_spent_comes_back_with_interest(content: dict[str, Any], amount: Decimal) -> None:
    (breach,) = settlement_breaches(report(**content))
    assert (breach.code, breach.values) == ("report.unspent", {"amount": amount})


def test_a_new_report_begins_from_the_offer() -> None:
    content = prefilled(OFFER, grant=Decimal("10000.00"))
    assert [row["planned"] for row in content["II.1"]] == ["8000.00", "3500.00", "1000.00"]
    assert content["I.1.results"][0]["target"] == "60 osób"
    assert content["II.2.grant"] == "10000.00"
