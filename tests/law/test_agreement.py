"""The agreement (art. 16, ufp art. 221): elements, term of use, signatures, payment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from law.agreement import (
    AgreementFacts,
    PaymentFacts,
    breaches,
    payment_breaches,
    signature_breaches,
    use_until,
)

ON = date(2027, 2, 22)
GOOD = AgreementFacts(
    task="Święto żniw",
    amount=Decimal(10000),
    awarded=Decimal(10000),
    task_from=date(2027, 3, 15),
    task_to=date(2027, 10, 31),
    use_until=date(2027, 10, 31),
    report_due=date(2027, 11, 30),
    account="PL61109010140000071219812874",
)
PAYMENT = PaymentFacts(
    agreed=Decimal(10000),
    amount=Decimal(10000),
    signed_on=date(2027, 2, 22),
    paid_on=date(2027, 3, 1),
    use_until=date(2027, 10, 31),
)
SIGNATURES: dict[str, Any] = {
    "organisation": "Żaneta Łęcka",
    "office": "Marszałek, członek zarządu",
    "treasurer": "Skarbnik",
    "signed_on": ON,
    "on": ON,
}


def test_a_whole_agreement_passes() -> None:
    assert breaches(GOOD, on=ON) == []
    assert signature_breaches(**SIGNATURES) == []
    assert payment_breaches(PAYMENT) == []


@pytest.mark.parametrize(
    ("changes", "code", "basis"),
    [
        ({"task": " "}, "agreement.element_missing", "ufp art. 221 ust. 3"),
        ({"account": ""}, "agreement.element_missing", "ufp art. 221 ust. 3"),
        ({"amount": Decimal("9999.99")}, "agreement.amount_differs", "art. 15 ust. 2h pkt 3"),
        ({"use_until": date(2027, 11, 1)}, "agreement.use_late", "ufp art. 221 ust. 3 pkt 3"),
        (
            {"task_to": date(2032, 3, 16), "report_due": date(2032, 4, 15)},
            "agreement.too_long",
            "art. 16 ust. 3",
        ),
        ({"report_due": date(2027, 10, 31)}, "agreement.report_early", "art. 18 ust. 1"),
    ],
)
def test_each_element(changes: dict[str, Any], code: str, basis: str) -> None:
    (breach,) = breaches(replace(GOOD, **changes), on=ON)
    assert (breach.code, breach.basis) == (code, basis)


def test_a_grant_is_used_within_its_budget_year() -> None:
    assert use_until(date(2027, 10, 31)) == date(2027, 10, 31)
    assert use_until(date(2027, 12, 31)) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"organisation": ""}, "agreement.signature_missing"),
        ({"office": " "}, "agreement.signature_missing"),
        ({"treasurer": ""}, "agreement.signature_missing"),
        ({"signed_on": date(2027, 2, 23)}, "agreement.signed_in_future"),
    ],
)
def test_each_signature(changes: dict[str, Any], code: str) -> None:
    (breach,) = signature_breaches(**{**SIGNATURES, **changes})
    assert breach.code == code


def test_the_treasurers_countersignature_is_asked_by_its_own_act() -> None:
    (breach,) = signature_breaches(**{**SIGNATURES, "treasurer": ""})
    assert breach.basis == "ustawa o samorządzie województwa, art. 57 ust. 3"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal("10000.01")}, "payment.amount_differs"),
        ({"paid_on": date(2027, 2, 21)}, "payment.before_signature"),
        ({"signed_on": None}, "payment.before_signature"),
        ({"paid_on": date(2027, 11, 1)}, "payment.after_use"),
    ],
)
def test_each_rule_of_payment(changes: dict[str, Any], code: str) -> None:
    (breach,) = payment_breaches(replace(PAYMENT, **changes))
    assert breach.code == code
