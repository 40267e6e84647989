"""The final report (art. 18): its term, sums that agree, what must be given back first."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from law.report import ReportFacts, Sources, agreed_sources, breaches, facts, final_due, prefilled, settlement_breaches
from tests.factories.content import OFFER, report_content

CURRENT, FIRST = "report-2018.2", "report-2018"


def report(paid: Decimal = Decimal(10000), version: str = CURRENT, **content: Any) -> ReportFacts:
    agreed = agreed_sources(OFFER, grant=Decimal(10000))
    return facts(report_content(**content), form_version=version, grant_paid=paid, agreed=agreed)


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
        ({"II.2.own": "1900.00", "II.2.public": "100.00"}, "report.public_unnamed"),
        ({"II.2.own": "1900.00", "II.2.recipients": "100.00", "II.3.each": "5.00"}, "report.payments_untold"),
        ({"II.2.own": "1900.00", "II.2.recipients": "100.00", "II.3": "bilety"}, "report.payments_untold"),
    ],
)
def test_each_rule_broken_alone(content: dict[str, Any], code: str) -> None:
    (breach,) = breaches(report(**content))
    assert breach.code == code
    assert breach.basis in ("art. 18 ust. 4 pkt 2", "wzór sprawozdania")


def test_a_task_is_paid_from_every_source_of_the_form_and_shares_go_to_the_hundredth() -> None:
    paid = report(
        **{
            "II.2.grant": "9000.00",
            "II.2.grant_interest": "12.34",
            "II.2.grant_income": "87.66",
            "II.2.own": "1500.00",
            "II.2.recipients": "400.00",
            "II.2.public": "600.00",
            "II.2.rest": "400.00",
            "II.2.in_kind": "500.00",
        }
    ).paid_from
    assert (paid.of_grant, paid.others, paid.total) == (Decimal("9100.00"), Decimal("2900.00"), Decimal("12500.00"))
    assert paid.shares == (Decimal("72.00"), Decimal("32.22"), Decimal("5.56"))
    assert Sources().shares == (None, None, None)


def test_beside_it_stands_what_was_agreed() -> None:
    agreed = report().agreed
    assert (agreed.grant, agreed.own, agreed.in_kind, agreed.total) == (10000, 2000, 500, 12500)
    assert agreed.shares == (Decimal("80.00"), Decimal("20.00"), Decimal("5.00"))


def test_a_report_begun_on_the_first_reading_of_the_form_is_judged_by_it() -> None:
    more = {"II.2.own": "1900.00", "II.2.public": "100.00"}
    assert [each.code for each in breaches(report(version=FIRST, **more))] == ["report.sources_differ"]
    paid = {"II.2.own": "1900.00", "II.2.recipients": "100.00"}
    assert breaches(report(version=FIRST, **paid)) == []
    assert report(version=FIRST, **more).paid_from.total == Decimal("12400.00")


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
