"""The offer: sums to the grosz, shares of 100.00, and every invariant broken alone gives exactly its breach."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.forms import amount, clean, form
from law.offer import Offerer, OfferFacts, action_of, breaches, shares, soft_defects, totals
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
        ("I.1.1", Decimal("8000.00")),
        ("I.2.1", Decimal("3500.00")),
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
    ({}, {"subtask_missing": True}, "offer.subtask_missing", "art. 13 ust. 2 pkt 1", "subtask"),
    ({}, {"territory": frozenset({"1004"})}, "offer.counties_missing", "art. 13 ust. 2 pkt 4", "counties"),
    (
        {},
        {"territory": frozenset({"1004"}), "counties": frozenset({"1004", "1005"})},
        "offer.counties_outside",
        "art. 13 ust. 2 pkt 4",
        "counties",
    ),
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
    "field", [each for each in form("offer-2018").fields() if each.required and each.type != "auto" and not each.joint]
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
        ({"V.A.II": [{"name": "Księgowość", "unit": "m", "unit_cost": "-125", "units": "8"}]}, "form.cell_wrong"),
        ({"V.A.II": [{"name": "Księgowość", "unit": "m", "unit_cost": "1" * 11, "units": "8"}]}, "form.cell_wrong"),
        ({"V.B.3.1": "-2000.00"}, "form.money"),
        ({"V.B.3.1": "1e30"}, "form.money"),
    ],
)
def test_each_shape_broken_alone(content: dict[str, Any], code: str) -> None:
    found = [breach.code for breach in breaches(facts(offer_content(**content)), at=AT)]
    assert [each for each in found if each.startswith("form.")] == [code]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("-2000", "ujemna"),
        ("1e30", "za duża"),
        ("9" * 300, "za duża"),
        ("sto", "podaj liczbę"),
        ("0.001", "podaj liczbę"),
    ],
)
def test_what_is_no_amount_is_told_why(typed: str, why: str) -> None:
    found = breaches(
        facts(
            offer_content(
                **{"V.B.3.1": typed, "V.A.II": [{"name": "a", "unit": "b", "unit_cost": typed, "units": "1"}]}
            )
        ),
        at=AT,
    )
    said = [sentence(breach) for breach in found if breach.code in ("form.money", "form.cell_wrong")]
    assert [why in each for each in said] == [True, True]


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


def test_costs_stand_under_their_actions_whatever_the_order_in_which_they_were_typed() -> None:
    rows = [
        {**COST, "action": action, "name": name} for action, name in (("2", "a"), ("", "b"), ("1", "c"), ("2", "d"))
    ]
    sums = totals({"V.A.I": rows})
    assert [(line.code, line.name) for line in sums.lines] == [
        ("I.0.1", "b"),
        ("I.1.1", "c"),
        ("I.2.1", "a"),
        ("I.2.2", "d"),
    ]
    assert (sums.of_action(2), sums.of_action(1), sums.of_action(3)) == (Decimal(16000), Decimal(8000), Decimal(0))


def test_a_sum_larger_than_any_record_is_refused() -> None:
    rows = [{**COST, "unit_cost": "9999999999.99", "units": "9999999999.99"}]
    content = offer_content(**{"V.A.I": rows})
    assert "offer.total_huge" in [breach.code for breach in breaches(facts(content), at=AT)]


# A task of two calendar years: costs are split between them.

LONG = {"task_to": date(2028, 11, 30)}
ROW = {**COST, "year1": "3000.00", "year2": "5000.00"}


def long_offer(*rows: dict[str, str], **changes: Any) -> dict[str, Any]:
    admin = {"name": "Księgowość", "unit": "m", "unit_cost": "125.00", "units": "8", "year1": "1000.00"}
    scene = {**COST, "action": "2", "unit_cost": "3500.00", "units": "1", "year2": "3500.00"}
    return offer_content(
        **{"III.2.to": "2028-10-31", "V.A.I": [*(rows or (ROW,)), scene], "V.A.II": [admin], **changes}
    )


def test_costs_of_a_task_of_two_years_are_split_between_them() -> None:
    assert breaches(facts(long_offer(), **LONG), at=AT) == []
    assert totals(long_offer()).years[:3] == (Decimal(4000), Decimal(8500), Decimal(0))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({**COST}, "offer.years_differ"),
        ({**ROW, "year2": "4999.99"}, "offer.years_differ"),
        ({**ROW, "year2": "4000.00", "year3": "1000.00"}, "offer.year_beyond"),
    ],
)
def test_years_that_do_not_make_the_cost(row: dict[str, str], code: str) -> None:
    (breach,) = breaches(facts(long_offer(row), **LONG), at=AT)
    assert (breach.code, breach.field, breach.basis) == (code, "V.A.I", "wzór oferty, część V.A.I")
    assert "{" not in sentence(breach)


def test_a_task_of_one_year_needs_no_years_and_may_say_them() -> None:
    row, scene = {**COST, "year1": "8000.00"}, {**COST, "action": "2", "unit_cost": "3500.00", "units": "1"}
    assert breaches(facts(offer_content(**{"V.A.I": [row, scene]})), at=AT) == []
    wrong = [{**row, "year1": "7999.00"}, scene]
    assert [each.code for each in breaches(facts(offer_content(**{"V.A.I": wrong})), at=AT)] == ["offer.years_differ"]


def test_a_task_longer_than_the_table_is_refused() -> None:
    content = offer_content(**{"III.2.to": "2032-10-31"})
    (breach,) = breaches(facts(content, task_to=date(2033, 1, 1)), at=AT)
    assert breach.code == "offer.years_many"


# A joint offer (art. 14 ust. 2–5)

LEADER, OTHER = "leader", "other"
SPLIT = [{"offerer": LEADER, "value": "9000.00"}, {"offerer": OTHER, "value": "3500.00"}]
PARTNER = Offerer(OTHER, "Koło Źdźbło", "association", False, None, other_offers=0, agreed=True)


def joint(partner: Offerer = PARTNER, **content: Any) -> OfferFacts:
    whole = {"V.C": SPLIT, "VI.2": "Lider prowadzi warsztaty, partner przegląd; reprezentuje lider.", **content}
    return facts(offer_content(**whole), organisation=LEADER, partners=(partner,))


def test_a_joint_offer_passes() -> None:
    assert breaches(joint(), at=AT) == []


@pytest.mark.parametrize(
    ("offer", "code", "basis", "field"),
    [
        (joint(replace(PARTNER, agreed=False)), "offer.partner_waits", "art. 14 ust. 2", "partners"),
        (joint(replace(PARTNER, outdated=True)), "offer.partner_outdated", "art. 14 ust. 2", "partners"),
        (joint(replace(PARTNER, other_offers=1)), "offer.partner_limit", "ogłoszenie", "partners"),
        (joint(replace(PARTNER, legal_form="party")), "offer.partner_not_eligible", "art. 3 ust. 4 pkt 1", "partners"),
        (joint(replace(PARTNER, deleted_on=AT.date())), "offer.partner_not_eligible", "art. 3 ust. 2–3", "partners"),
        (joint(**{"VI.2": ""}), "form.empty", "wzór oferty", "VI.2"),
        (
            joint(**{"V.C": [SPLIT[0], {**SPLIT[1], "value": "3499.99"}]}),
            "offer.split_differs",
            "wzór oferty, część V.C",
            "V.C",
        ),
        (
            joint(**{"V.C": [{**SPLIT[0], "value": "12500.00"}]}),
            "offer.split_offerers",
            "wzór oferty, część V.C",
            "V.C",
        ),
        (
            joint(**{"V.C": [*SPLIT, {**SPLIT[1], "value": "0"}]}),
            "offer.split_offerers",
            "wzór oferty, część V.C",
            "V.C",
        ),
        (
            joint(**{"V.C": [SPLIT[0], {**SPLIT[1], "offerer": "stranger"}]}),
            "offer.split_offerers",
            "wzór oferty, część V.C",
            "V.C",
        ),
    ],
)
def test_each_rule_of_a_joint_offer_broken_alone(offer: OfferFacts, code: str, basis: str, field: str) -> None:
    (breach,) = breaches(offer, at=AT)
    assert (breach.code, breach.basis, breach.field) == (code, basis, field)
    assert "{" not in sentence(breach)


def test_the_split_follows_the_years_too() -> None:
    split = [{**SPLIT[0], "year1": "4000.00", "year2": "5000.00"}, {**SPLIT[1], "year2": "3500.00"}]
    offer = replace(joint(), content=long_offer(**{"V.C": split, "VI.2": "Podział"}), **LONG)
    assert breaches(offer, at=AT) == []
    moved = [{**split[0], "year1": "5000.00", "year2": "4000.00"}, split[1]]
    (breach,) = breaches(replace(offer, content=long_offer(**{"V.C": moved, "VI.2": "Podział"})), at=AT)
    assert breach.code == "offer.split_years"


def test_what_only_a_joint_offer_has_is_not_asked_of_one_alone() -> None:
    assert breaches(facts(offer_content(**{"V.C": SPLIT, "VI.2": ""})), at=AT) == []


# "You may submit, but…"

SOFT: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"VII.3": "yes"}, {}, "offer.debts", "VII.3"),
    ({"VII.4": "yes"}, {}, "offer.debts", "VII.4"),
    ({"VI.1": "paid"}, {}, "offer.paid_without_payments", "V.B.4"),
    ({"V.A.I": [{**COST, "unit_cost": "11500.00", "units": "1"}]}, {}, "offer.action_without_cost", "III.4"),
    ({"III.4": [{**OFFER["III.4"][0], "term": "do 15.11.2027"}, OFFER["III.4"][1]]}, {}, "offer.term_outside", "III.4"),
    ({"III.4": [{**OFFER["III.4"][0], "term": "2027-03-14"}, OFFER["III.4"][1]]}, {}, "offer.term_outside", "III.4"),
    ({"III.6": []}, {"indicators_required": False}, "offer.no_indicators", "III.6"),
    ({"II.2.email": "zaneta.example.org"}, {}, "offer.odd_email", "II.2.email"),
    ({f"D.{number}": "" for number in range(1, 5)}, {}, "offer.no_accessibility", "D.1"),
    ({}, {"unsure": ("Statut",)}, "offer.attachment_unsure", "attachments"),
]


@pytest.mark.parametrize(("content", "beside", "code", "field"), SOFT)
def test_each_soft_defect_alone_stops_nothing(
    content: dict[str, Any], beside: dict[str, Any], code: str, field: str
) -> None:
    offer = facts(offer_content(**content), **beside)
    (breach,) = soft_defects(offer)
    assert (breach.code, breach.field) == (code, field)
    assert "{" not in sentence(breach)
    assert breaches(offer, at=AT) == []


def test_a_whole_offer_has_no_soft_defect() -> None:
    assert soft_defects(facts()) == []


def test_a_file_that_everybody_brings_is_asked_for_by_its_name() -> None:
    (breach,) = breaches(facts(missing=("Statut",)), at=AT)
    assert (breach.code, breach.field, "Statut" in sentence(breach)) == (
        "offer.attachment_missing",
        "attachments",
        True,
    )


def test_a_file_with_a_threat_keeps_the_offer_back() -> None:
    (breach,) = breaches(facts(threats=("Statut",)), at=AT)
    assert (breach.code, "Statut" in sentence(breach)) == ("offer.threat", True)


# Whatever is in a budget, the sums follow the definitions of the form, and nobody falls over what was typed.

CELLS = st.one_of(
    st.text(max_size=6), st.sampled_from(["", "-1", "0", "0.005", "1,5", "1e9", "9" * 40, "NaN", "12345.67"])
)
BUDGET = st.fixed_dictionaries(
    {
        "V.A.I": st.lists(
            st.fixed_dictionaries(dict.fromkeys(("action", "unit_cost", "units", "year1", "year2"), CELLS)),
            max_size=4,
        ),
        "V.A.II": st.lists(st.fixed_dictionaries(dict.fromkeys(("unit_cost", "units"), CELLS)), max_size=2),
        "V.C": st.lists(st.fixed_dictionaries(dict.fromkeys(("offerer", "value", "year1"), CELLS)), max_size=3),
        "III.4": st.lists(st.fixed_dictionaries(dict.fromkeys(("name", "term"), CELLS)), max_size=3),
        **dict.fromkeys(("V.B.2", "V.B.3.1", "V.B.3.2", "V.B.4", "III.2.from", "III.2.to", "II.2.email"), CELLS),
    }
)


@given(BUDGET)
def test_any_budget_is_summed_and_judged(content: dict[str, Any]) -> None:
    whole = clean(form("offer-2018"), {**OFFER, **content})
    sums = totals(whole)
    assert sums.total == sums.actions + sums.administrative == sum((line.value for line in sums.lines), Decimal(0))
    assert sums.own == sums.own_financial + sums.own_in_kind
    assert sums.actions == sum(
        sums.of_action(number) for number in {0, *(action_of(row) or 0 for row in whole["V.A.I"])}
    )
    found = {breach.code for breach in breaches(replace(joint(), content=whole), at=AT)}
    assert ("offer.sources_differ" in found) == (sums.total != sums.grant + sums.own + sums.recipients)
    split = sum((amount(row["value"]) or 0 for row in whole["V.C"]), Decimal(0))
    assert ("offer.split_differs" in found) == (split != sums.total)
    for breach in (*breaches(facts(whole), at=AT), *soft_defects(facts(whole))):
        assert sentence(breach)


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
