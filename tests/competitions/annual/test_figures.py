"""The figures of the annual report, against SQL written apart from them, on a year drawn by lot."""

import random
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

import pytest
from django.db import connection

from competitions.agreements import actions as agreements
from competitions.annual.figures import Cell, Table, compute
from competitions.calls.models import Competition
from competitions.confirmations import actions as confirmations
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from ngo.programmes.models import Programme
from tests.factories.cycle import CONCLUDED, PAID, Cycle

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[3, 11])
def year(request: Any, cycle: Cycle) -> Programme:
    """Four competitions in two spheres: offers withdrawn, rejected, left, refused, awarded, paid, settled, by lot."""
    lot = random.Random(request.param)
    programme = cycle.programme(spheres=("16", "4"))
    pool = [cycle.organisation() for _ in range(5)]
    for number in range(4):
        task = programme.tasks.all()[number % 2]
        competition = cycle.competition(
            programme=programme, task=task, offers_per_organisation=9, title=f"Konkurs {number}"
        )
        made = [
            cycle.offer(competition, lot.choice(pool), **{"V.B.2": f"{grant}.00", "V.B.3.1": f"{12000 - grant}.00"})
            for grant in (lot.randrange(8000, 10001, 50) for _ in range(lot.randint(0, 5)))
        ]
        if number == 3 or not made:
            continue
        if lot.random() < 0.5:
            gone = made.pop()
            offers.withdraw(gone, reason="x", actor=cycle.signatory(gone.organisation), at=CONCLUDED)
        if lot.random() < 0.7 and made:
            left = made.pop()
            confirmations.leave_unexamined(left, reason="x", actor=cycle.officer, at=CONCLUDED)
        if lot.random() < 0.7 and made:
            bad = made.pop()
            cycle.confirm(bad)
            cycle.check(bad, fields={"answer": "no", "note": "puste"})
        points = {offer.number or 0: [5] * 6 for offer in made if lot.random() < 0.3}
        cycle.concluded(competition, points=points)
        cycle.resolved(competition)
        for offer in Offer.objects.filter(competition=competition, state="awarded"):
            fate = lot.choice(["prepared", "signed", "paid", "settled"])
            agreement = cycle.agreement(offer, to="paid" if fate == "settled" else fate)
            if fate == "settled":
                spent = {"II.2.grant": str(agreement.amount), "II.2.own": str(12000 - agreement.amount)}
                cycle.report(agreement, to="accepted", **spent)
    return programme


def sql(query: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return [tuple(row) for row in cursor.fetchall()]


def money(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def percent(part: Any, whole: Any) -> Decimal | None:
    return (Decimal(str(part)) * 100 / Decimal(str(whole))).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def cells(table: Table, key: str) -> dict[str, Any]:
    row = next(row for row in table.rows if row.key == key)
    return {column.key: cell.value for column, cell in zip(table.columns, row.cells, strict=True)}


@pytest.fixture
def tables(year: Programme) -> dict[str, Table]:
    return {table.code: table for table in compute(year)}


COUNTS = """
    SELECT COUNT(*),
           SUM(CASE WHEN o.confirmed_at IS NOT NULL THEN 1 ELSE 0 END),
           SUM(CASE WHEN o.state = 'withdrawn' THEN 1 ELSE 0 END),
           SUM(CASE WHEN f.proposal = 'accept' AND f.state = 'approved' AND o.state <> 'withdrawn' THEN 1 ELSE 0 END),
           SUM(CASE WHEN o.state = 'rejected' THEN 1 ELSE 0 END),
           SUM(CASE WHEN o.state = 'unexamined' THEN 1 ELSE 0 END),
           SUM(CASE WHEN (SELECT COUNT(*) FROM competitions_scorecard s WHERE s.offer_id = o.id AND s.state = 'submitted') > 0
               THEN 1 ELSE 0 END),
           SUM(CASE WHEN p.positive THEN 1 ELSE 0 END),
           SUM(CASE WHEN a.granted THEN 1 ELSE 0 END),
           SUM(CASE WHEN NOT a.granted THEN 1 ELSE 0 END)
      FROM competitions_offer o
      LEFT JOIN competitions_formalcheck f ON f.offer_id = o.id
      LEFT JOIN competitions_opinion p ON p.offer_id = o.id
      LEFT JOIN competitions_award a ON a.offer_id = o.id
     WHERE o.competition_id = %s AND o.submitted_at IS NOT NULL
"""


def test_t4_what_became_of_offers(year: Programme, tables: dict[str, Table]) -> None:
    names = [
        "submitted",
        "confirmed",
        "withdrawn",
        "correct",
        "rejected",
        "unexamined",
        "assessed",
        "above",
        "funded",
        "refused",
    ]
    for competition in Competition.objects.all():
        counted = dict(zip(names, (value or 0 for value in sql(COUNTS, competition.pk)[0]), strict=True))
        shown = cells(tables["T4"], competition.public_id)
        assert {name: shown[name] for name in names} == counted
        assert shown["pass"] == percent(counted["correct"], counted["submitted"])
        assert shown["success"] == percent(counted["funded"], counted["correct"])


def test_t5_amounts(year: Programme, tables: dict[str, Table]) -> None:
    for competition in Competition.objects.all():
        ((requested,),) = sql(
            "SELECT SUM(requested) FROM competitions_offer WHERE competition_id = %s AND submitted_at IS NOT NULL",
            competition.pk,
        )
        ((awarded,),) = sql(
            "SELECT SUM(a.amount) FROM competitions_award a JOIN competitions_offer o ON o.id = a.offer_id"
            " WHERE o.competition_id = %s",
            competition.pk,
        )
        rows = sql(
            "SELECT g.amount, g.state, (SELECT SUM(amount) FROM competitions_payment WHERE agreement_id = g.id), r.spent_grant"
            " FROM competitions_agreement g JOIN competitions_offer o ON o.id = g.offer_id"
            " LEFT JOIN competitions_report r ON r.agreement_id = g.id AND r.state = 'accepted'"
            " WHERE o.competition_id = %s AND g.state <> 'prepared'",
            competition.pk,
        )
        amounts = [money(row[0]) for row in rows]
        shown = cells(tables["T5"], competition.public_id)
        assert (shown["requested"], shown["awarded"]) == (money(requested), money(awarded))
        assert shown["contracted"] == sum(amounts)
        assert shown["paid"] == sum(money(row[2]) for row in rows)
        assert shown["settled"] == sum(money(row[3]) for row in rows)
        assert shown["returned"] == sum(money(row[2]) - money(row[3]) for row in rows if row[1] == "settled")
        assert shown["coverage"] == percent(money(awarded), money(requested))
        assert shown["median"] == (median(amounts).quantize(Decimal("0.01"), ROUND_HALF_UP) if amounts else None)
        assert (shown["smallest"], shown["largest"]) == (min(amounts, default=None), max(amounts, default=None))


def test_t6_and_a1_and_t0_agree_with_all_agreements(year: Programme, tables: dict[str, Table]) -> None:
    rows = sql(
        "SELECT c.sphere, COUNT(*), SUM(g.amount) FROM competitions_agreement g"
        " JOIN competitions_offer o ON o.id = g.offer_id JOIN competitions_competition c ON c.id = o.competition_id"
        " WHERE g.state <> 'prepared' GROUP BY c.sphere"
    )
    whole = sum((money(row[2]) for row in rows), Decimal(0))
    for sphere, count, amount in rows:
        shown = cells(tables["T6"], sphere)
        assert (shown["agreements"], shown["amount"]) == (count, money(amount))
        assert shown["share"] == percent(money(amount), whole)
    assert [row.key for row in tables["T6"].rows] == ["4", "16"], "in the statute's order"
    assert tables["A1"].total("amount") == tables["T5"].total("contracted") == whole
    t0 = {row.key: row.cells[0].value for row in tables["T0"].rows}
    ((funded,),) = sql(
        "SELECT COUNT(DISTINCT o.organisation_id) FROM competitions_agreement g"
        " JOIN competitions_offer o ON o.id = g.offer_id WHERE g.state <> 'prepared'"
    )
    ((offers_, applying),) = sql(
        "SELECT COUNT(*), COUNT(DISTINCT organisation_id) FROM competitions_offer WHERE submitted_at IS NOT NULL"
    )
    assert t0 == {
        "competitions:count": 4,
        "offers:count": offers_,
        "applicants:count": applying,
        "agreements:count": sum(row[1] for row in rows),
        "beneficiaries:count": funded,
        "amount:money": whole,
    }


def test_every_count_has_as_many_rows_behind_it(tables: dict[str, Table]) -> None:
    for code in ("T4", "T6"):
        for row in tables[code].rows:
            for column, cell in zip(tables[code].columns, row.cells, strict=True):
                if column.kind == "count":
                    assert len(set(cell.refs)) == len(cell.refs) == cell.value, (code, row.key, column.key)


def test_a_year_is_compared_with_the_one_before(cycle: Cycle) -> None:
    before = cycle.programme(year=2026)
    cycle.offer(cycle.competition(programme=before))
    programme = cycle.programme()
    competition = cycle.competition(programme=programme)
    for _ in range(3):
        cycle.offer(competition)
    t0 = compute(programme)[0]
    row = next(row for row in t0.rows if row.key == "offers:count")
    assert [cell.value for cell in row.cells] == [3, 1, 2, Decimal("200.00")]
    alone = compute(before)[0]
    assert [cell.value for cell in alone.rows[0].cells] == [1, None, None, None]


def test_a_prepared_agreement_is_not_concluded_yet(cycle: Cycle, competition: Competition) -> None:
    offer = cycle.offer(competition)
    cycle.resolved(competition)
    agreement = cycle.agreement(offer, to="prepared")
    assert compute(competition.task.programme)[5].rows == ()
    agreements.sign(
        agreement,
        signed_on=PAID.date(),
        organisation_signatories="a",
        office_signatories="b",
        treasurer="c",
        actor=cycle.officer,
        at=PAID,
    )
    (row,) = compute(competition.task.programme)[5].rows
    assert row.cells[4] == Cell(Decimal("10000.00"), (f"agreement:{agreement.public_id}",))


def test_five_queries_at_any_size(year: Programme, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        compute(year)
