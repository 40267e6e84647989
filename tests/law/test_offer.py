"""The offer: sums to the grosz, shares of 100.00, and every invariant broken alone gives exactly its breach."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.forms import form
from law.offer import OfferFacts, breaches, shares, totals
from law.verdict import WARSAW, sentence
from tests.factories.content import OFFER, offer_content

DUE = datetime(2026, 12, 14, 23, 59, 59, tzinfo=WARSAW)
AT = datetime(2026, 12, 1, 10, 0, tzinfo=WARSAW)
COST = {"action": "1", "name": "Instruktor", "unit": "godz.", "unit_cost": "100.00", "units": "80"}


def facts(content: dict[str, Any] | None = None, **changes: Any) -> OfferFacts:
    whole = OfferFacts(
        content=content if content is not None else offer_content(),
        form_version="offer-2018",
        competition_form="supporting",
        task_from=date(2027, 3, 1),
        task_to=date(2027, 11, 30),
        offers_due=DUE,
        pool=Decimal(100000),
        min_grant=Decimal(5000),
        max_grant=Decimal(40000),
        max_grant_share=None,
        own_share_min=Decimal(20),
        own_share_of_grant=False,
        own_share_in_money=False,
        admin_cap=Decimal(10),
        admin_cap_of_grant=True,
        indicators_required=True,
        offers_limit=1,
        other_offers=0,
        legal_form="foundation",
        in_liquidation=False,
        deleted_on=None,
    )
    return replace(whole, **changes)


def test_a_whole_offer_passes() -> None:
    assert breaches(facts(), at=AT) == []


def test_each_share_may_be_exactly_what_the_announcement_asks() -> None:
    """80% of grant in the costs; 2 500.00 of own contribution, of which 2 000.00 in money: 20% and 16% of the costs."""
    exact: tuple[dict[str, Any], ...] = (
        {"max_grant_share": Decimal(80)},
        {"own_share_min": Decimal(25), "own_share_of_grant": True},
        {"own_share_min": Decimal(16), "own_share_in_money": True},
        {"own_share_min": Decimal(20), "own_share_of_grant": True, "own_share_in_money": True},
    )
    for limits in exact:
        assert breaches(facts(**limits), at=AT) == [], limits


def test_what_a_share_is_worth_is_said_in_money() -> None:
    (breach,) = breaches(facts(max_grant_share=Decimal("72.5")), at=AT)
    assert sentence(breach).replace("\u00a0", " ") == (
        "Wnioskowana dotacja (10 000,00 zł) to więcej niż 72,5% kosztów, na które pozwala ogłoszenie: "
        "przy tych kosztach może wynieść najwyżej 9 062,50 zł. (ogłoszenie)"
    )


def test_sums_of_part_five() -> None:
    sums = totals(OFFER)
    assert [(line.code, line.value) for line in sums.lines] == [
        ("I.1", Decimal("8000.00")),
        ("I.2", Decimal("3500.00")),
        ("II.1", Decimal("1000.00")),
    ]
    assert (sums.actions, sums.administrative, sums.total) == (Decimal(11500), Decimal(1000), Decimal(12500))
    assert (sums.grant, sums.own, sums.sources) == (Decimal(10000), Decimal(2500), Decimal(12500))


# What is changed in the content, what beside it, the one breach with its article and the field it points to.
ANNOUNCEMENT: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    ({"III.2.from": "2027-11-01"}, {}, "offer.dates_order", "wzór oferty, część III.2", "III.2.to"),
    ({"III.2.from": "2027-02-28"}, {}, "offer.dates_outside", "art. 13 ust. 2 pkt 4", "III.2.from"),
    ({"III.2.to": "2027-12-01"}, {}, "offer.dates_outside", "art. 13 ust. 2 pkt 4", "III.2.from"),
    ({"III.6": []}, {}, "offer.indicators", "ogłoszenie; wzór oferty, część III.6", "III.6"),
    (
        {"V.A.I": [{**COST, "action": "3"}, {**COST, "units": "35"}]},
        {},
        "offer.action_unknown",
        "wzór oferty, część V.A",
        "V.A.I",
    ),
    ({"V.B.3.2": "500.01"}, {}, "offer.sources_differ", "wzór oferty, część V.B", "V.B.2"),
    (
        {"V.B.2": "12500.00", "V.B.3.1": "", "V.B.3.2": ""},
        {"own_share_min": Decimal(0)},
        "offer.support_full",
        "art. 5 ust. 4 pkt 2",
        "V.B.2",
    ),
    (
        {"V.B.2": "0", "V.B.3.1": "12000.00"},
        {"competition_form": "entrusting", "min_grant": None, "admin_cap": None},
        "offer.grant_zero",
        "art. 14 ust. 1 pkt 3",
        "V.B.2",
    ),
    ({}, {"max_grant": Decimal("9999.99")}, "offer.grant_high", "ogłoszenie", "V.B.2"),
    ({}, {"max_grant": None, "pool": Decimal("9999.99")}, "offer.grant_high", "ogłoszenie", "V.B.2"),
    ({}, {"min_grant": Decimal("10000.01")}, "offer.grant_low", "ogłoszenie", "V.B.2"),
    ({}, {"own_share_min": Decimal("20.01")}, "offer.own_low", "ogłoszenie", "V.B.3.1"),
    # 25% of the grant is asked, 2 500 of 10 000 is given; without the 500 in kind it is 20%.
    ({}, {"own_share_min": Decimal("25.01"), "own_share_of_grant": True}, "offer.own_low", "ogłoszenie", "V.B.3.1"),
    (
        {},
        {"own_share_min": Decimal("16.01"), "own_share_in_money": True},
        "offer.own_money_low",
        "ogłoszenie",
        "V.B.3.1",
    ),
    ({}, {"max_grant_share": Decimal("79.99")}, "offer.grant_share", "ogłoszenie", "V.B.2"),
    ({}, {"admin_cap": Decimal("9.99")}, "offer.admin_high", "ogłoszenie", "V.A.II"),
    ({}, {"admin_cap": Decimal("7.99"), "admin_cap_of_grant": False}, "offer.admin_high", "ogłoszenie", "V.A.II"),
    ({"V.B.3.1": "1000.00", "V.B.4": "1000.00"}, {}, "offer.payments_undeclared", "art. 14 ust. 1 pkt 6", "VI.1"),
    ({}, {"other_offers": 1}, "offer.limit", "ogłoszenie", ""),
    ({}, {"legal_form": "party"}, "organisation.not_eligible", "art. 3 ust. 4 pkt 1", ""),
    ({}, {"in_liquidation": True}, "organisation.in_liquidation", "art. 15 ust. 1 pkt 1", ""),
    ({}, {"deleted_on": AT.date()}, "organisation.deleted", "art. 3 ust. 2–3", ""),
    ({}, {"offers_due": AT - timedelta(seconds=1)}, "offer.late", "art. 13 ust. 2 pkt 5", ""),
]


@pytest.mark.parametrize(("content", "beside", "code", "basis", "field"), ANNOUNCEMENT)
def test_each_rule_broken_alone(
    content: dict[str, Any], beside: dict[str, Any], code: str, basis: str, field: str
) -> None:
    (breach,) = breaches(facts(offer_content(**content), **beside), at=AT)
    assert (breach.code, breach.basis, breach.field) == (code, basis, field)
    assert sentence(breach).endswith(f"({basis})")


@pytest.mark.parametrize(
    "field", [each for each in form("offer-2018").fields() if each.required and each.type != "auto"]
)
def test_each_required_field_left_empty(field: Any) -> None:
    code = {"table": "no_rows", "flag": "unticked", "rich": "empty", "text": "empty"}.get(field.type, field.type)
    content = offer_content(**{field.code: [] if field.type == "table" else ""})
    found = [breach for breach in breaches(facts(content), at=AT) if breach.code.startswith("form.")]
    assert [(breach.code, breach.field, breach.basis) for breach in found] == [
        (f"form.{code}", field.code, "wzór oferty")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"III.1": "a" * 251}, "form.long"),
        ({"III.3": "a" * 20001}, "form.long"),
        ({"III.2.to": "31.10.2027"}, "form.date"),
        ({"V.B.3.1": "2000.001"}, "form.money"),
        ({"VI.1": "maybe"}, "form.choice"),
        ({"VII.1": "no"}, "form.unticked"),
        ({"V.A.II": [{"name": "Księgowość", "unit": "", "unit_cost": "125.00", "units": "8"}]}, "form.cell_empty"),
        ({"V.A.II": [{"name": "Księgowość", "unit": "m", "unit_cost": "sto", "units": "8"}]}, "form.cell_wrong"),
    ],
)
def test_each_shape_broken_alone(content: dict[str, Any], code: str) -> None:
    found = [breach.code for breach in breaches(facts(offer_content(**content)), at=AT)]
    assert [each for each in found if each.startswith("form.")] == [code]


def test_no_costs_at_all() -> None:
    nothing = {**COST, "unit_cost": "0.00"}
    content = offer_content(**{"V.A.I": [nothing], "V.A.II": [], "V.B.2": "0", "V.B.3.1": "", "V.B.3.2": ""})
    found = breaches(facts(content, min_grant=None), at=AT)
    assert [breach.code for breach in found] == ["offer.no_costs"]


def test_entrusting_may_be_financed_in_full() -> None:
    content = offer_content(**{"V.B.2": "12500.00", "V.B.3.1": "", "V.B.3.2": ""})
    assert breaches(facts(content, competition_form="entrusting", own_share_min=Decimal(0)), at=AT) == []


def test_payments_of_recipients_count_as_own_share_when_declared() -> None:
    content = offer_content(**{"V.B.3.1": "1000.00", "V.B.4": "1000.00", "VI.1": "paid"})
    assert breaches(facts(content), at=AT) == []


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        (DUE, []),
        (DUE + timedelta(microseconds=999_999), []),
        (DUE + timedelta(seconds=1), ["offer.late"]),
        (DUE.astimezone(tz=None), []),
    ],
)
def test_the_deadline_second_is_in_time_and_the_next_is_late(at: datetime, codes: list[str]) -> None:
    assert [breach.code for breach in breaches(facts(), at=at)] == codes


AMOUNTS = st.decimals(0, 9_999_999, places=2)


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_shares_always_add_up_to_a_hundred(parts: list[Decimal]) -> None:
    given_out = shares(parts)
    whole = sum(parts)
    assert sum(given_out) == (Decimal("100.00") if whole else 0)
    for part, share in zip(parts, given_out, strict=True):
        assert whole == 0 or abs(share - part * 100 / whole) < Decimal("0.01")


def test_thirds_are_dealt_out_by_largest_remainder() -> None:
    assert shares([Decimal(1)] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


@given(st.lists(st.tuples(AMOUNTS, st.decimals(0, 999, places=2)), max_size=8))
def test_totals_to_the_grosz(rows: list[tuple[Decimal, Decimal]]) -> None:
    content = {"V.A.I": [{**COST, "unit_cost": str(cost), "units": str(units)} for cost, units in rows]}
    grosze = sum(int((cost * units * 100).to_integral_value(ROUND_HALF_UP)) for cost, units in rows)
    sums = totals(content)
    assert sums.total * 100 == grosze
    assert sums.total.as_tuple().exponent == -2


def test_half_a_grosz_is_rounded_up() -> None:
    row = {**COST, "unit_cost": "0.10", "units": "0.05"}
    assert totals({"V.A.I": [row]}).total == Decimal("0.01")
