"""Contracts with experts: pay for each card, a bill of a competition, no card paid twice, totals, figures of the work, who sees them."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from competitions.calls.models import Competition
from competitions.contracts import actions, queries
from competitions.contracts.models import Bill, BillLine, Contract
from competitions.contracts.privacy import CONTRACTS
from competitions.contracts.refusals import NotBilled, NotContracted
from competitions.evaluation.actions import cards
from competitions.evaluation.models import Score, ScoreCard
from competitions.experts import actions as experts
from competitions.experts.models import Expert
from competitions.experts.refusals import NotOnTheList
from core.accounts.actor import Actor
from core.documents.models import Document
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from office.structure.hats import HEAD
from tests.factories.cycle import CHECKED, PUBLISHED, SCORED, SIGNED, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]


@pytest.fixture
def scored(cycle: Cycle) -> Competition:
    """A competition with two offers, each scored by the same two experts."""
    competition = cycle.competition()
    for _ in range(2):
        cycle.offer(competition)
    cycle.assessed(competition)
    return competition


@pytest.fixture
def ewa(scored: Competition) -> Expert:
    return Expert.objects.get(user__name="Ewa Ekspertka")


def contract(cycle: Cycle, expert: Expert, *, number: str = "E.1.2027", signed: bool = True, **terms: Any) -> Contract:
    made = actions.prepare(
        expert,
        number=number,
        **{
            "valid_from": date(2027, 1, 1),
            "valid_to": date(2027, 12, 31),
            "rate": Decimal("150.50"),
            "max_cards": 10,
            **terms,
        },
        actor=cycle.officer,
        at=PUBLISHED,
    )
    if signed:
        actions.sign(made, signed_on=CHECKED.date(), actor=cycle.officer, at=CHECKED)
    return made


def test_the_submitted_cards_of_a_competition_are_billed_once(
    cycle: Cycle, scored: Competition, ewa: Expert, run_jobs: Callable[[], int]
) -> None:
    agreed = contract(cycle, ewa)
    assert queries.to_bill(agreed) == [(scored, 2)]
    bill = actions.bill(agreed, scored, actor=cycle.officer, at=SIGNED)
    assert (bill.count, bill.rate, bill.amount, str(bill)) == (2, Decimal("150.50"), Decimal("301.00"), "1/E.1.2027")
    assert queries.to_bill(agreed) == []
    with pytest.raises(NotBilled, match="nie ma złożonych kart"):
        actions.bill(agreed, scored, actor=cycle.officer, at=SIGNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        BillLine.objects.create(bill=bill, card=ScoreCard.objects.filter(expert=ewa).first())
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.filter(pk=bill.pk).update(amount=Decimal("300.00"))
    actions.pay(bill, paid_on=SIGNED.date(), actor=cycle.officer, at=SIGNED)
    actions.pay(bill, paid_on=SIGNED.date(), actor=cycle.officer, at=SIGNED)
    assert Notice.objects.filter(user=ewa.user, template="bill-paid").count() == 1
    run_jobs()
    kinds = sorted(Document.objects.filter(kind__startswith="contracts.").values_list("kind", flat=True))
    assert kinds == ["contracts.bill", "contracts.contract"]
    assert CONTRACTS.rows(ewa.user)[0]["rachunki"][0]["kwota [zł]"] == Decimal("301.00")
    assert CONTRACTS.binds(ewa.user, date(2027, 6, 1)) != []


def test_nothing_is_billed_before_the_signature_nor_above_the_contract(
    cycle: Cycle, scored: Competition, ewa: Expert
) -> None:
    unsigned = contract(cycle, ewa, signed=False)
    with pytest.raises(NotPossible):
        actions.bill(unsigned, scored, actor=cycle.officer, at=SIGNED)
    small = contract(cycle, ewa, number="E.2.2027", max_cards=1)
    with pytest.raises(NotBilled, match="jeszcze za 1\u00a0kartę, a do rachunku jest 2\u00a0karty"):
        actions.bill(small, scored, actor=cycle.officer, at=SIGNED)
    earlier = contract(cycle, ewa, number="E.3.2027", valid_to=SCORED.date() - timedelta(days=1))
    with pytest.raises(NotBilled):
        actions.bill(earlier, scored, actor=cycle.officer, at=SIGNED)


def test_each_unpaid_bill_has_a_form_of_its_own(cycle: Cycle, scored: Competition, ewa: Expert, visit: Visit) -> None:
    agreed = contract(cycle, ewa)
    actions.bill(agreed, scored, actor=cycle.officer, at=SIGNED)
    again = Bill.objects.get()
    # A bill of another competition, as it would stand.
    again.pk, again.public_id, again.number = None, "drugi", 2
    again.save()
    client = visit(cycle.officer, SIGNED)
    body = client.get(f"/ekspert/umowy/{agreed.public_id}/").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    refused = client.post("/ekspert/rachunki/drugi/wyplata/", {"paid_on": "wczoraj"})
    page = refused.content.decode()
    assert (refused.status_code, page.count("<details open")) == (400, 1)
    assert 'value="wczoraj"' in page.split("<details open")[1]
    assert page.count('value="wczoraj"') == 1


def test_what_is_recorded_as_done_bears_no_day_to_come(
    cycle: Cycle, scored: Competition, ewa: Expert, visit: Visit
) -> None:
    agreed = contract(cycle, ewa, signed=False)
    # Near midnight the day of Warsaw is no longer that of UTC.
    today, tomorrow = moment(2027, 2, 23, 0, 30), {"signed_on": "2027-02-24", "paid_on": "2027-02-24"}
    client, told = visit(cycle.officer, today), "Ta data jeszcze nie nadeszła. Wpisz dzień, w którym to się stało."

    def refused(address: str, field: str) -> None:
        """The form stands open with what was typed, and says what is wrong at its field."""
        answer = client.post(address, tomorrow)
        body = answer.content.decode()
        (error,) = re.findall(rf'id="([^"]*{field}_error)"[^>]*>(.*?)</div>', body, re.DOTALL)
        assert (answer.status_code, told in error[1]) == (409, True)
        assert f'value="{tomorrow[field]}"' in body

    sign = f"/ekspert/umowy/{agreed.public_id}/podpisy/"
    refused(sign, "signed_on")
    assert client.post(sign, {"signed_on": "2027-02-23"}).status_code == 302
    bill = actions.bill(agreed, scored, actor=cycle.officer, at=today)
    pay = f"/ekspert/rachunki/{bill.public_id}/wyplata/"
    refused(pay, "paid_on")
    bill.refresh_from_db()
    assert (bill.state, bill.paid_on) == ("issued", None)
    assert client.post(pay, {"paid_on": "2027-02-23"}).status_code == 302


def test_a_contract_is_prepared_once_with_an_expert_of_the_list(cycle: Cycle, ewa: Expert) -> None:
    first = contract(cycle, ewa, signed=False)
    assert contract(cycle, ewa, signed=False) == first
    with pytest.raises(NotContracted, match="Umowa o tym numerze już jest"):
        contract(cycle, ewa, rate=Decimal(1))
    with pytest.raises(NotContracted, match="kończy się"):
        contract(cycle, ewa, number="E.9", valid_to=date(2026, 12, 31))
    experts.suspend(ewa, reason="Zarzut.", actor=cycle.officer, at=PUBLISHED)
    with pytest.raises(NotOnTheList):
        contract(cycle, ewa, number="E.8")


def test_totals_of_a_year_add_up_and_can_be_taken_away(
    cycle: Cycle, scored: Competition, ewa: Expert, visit: Visit
) -> None:
    edward = Expert.objects.get(user__name="Edward Ekspert")
    for number, expert in (("E.1", ewa), ("E.2", edward)):
        agreed = contract(cycle, expert, number=number)
        bill = actions.bill(agreed, scored, actor=cycle.officer, at=SIGNED)
    actions.pay(bill, paid_on=SIGNED.date(), actor=cycle.officer, at=SIGNED)
    client = visit(cycle.officer, SIGNED)
    page = words(client.get("/urzad/wynagrodzenia-ekspertow/?rok=2027"))
    assert "Razem: 4 karty, należność 602,00 zł, wypłacono 301,00 zł." in page
    assert "nie wystawiono rachunków" in words(client.get("/urzad/wynagrodzenia-ekspertow/?rok=2026"))
    lines = b"".join(client.get("/urzad/wynagrodzenia-ekspertow/tabela.csv?rok=2027")).decode("utf-8-sig").splitlines()
    assert sorted(lines[1:]) == ["Edward Ekspert;1;2;301,00;301,00", "Ewa Ekspertka;1;2;301,00;0,00"]
    book = b"".join(client.get("/urzad/wynagrodzenia-ekspertow/tabela.xlsx?rok=2027"))
    assert {row[3].value for row in openpyxl.load_workbook(io.BytesIO(book)).active} == {"Należność [zł]", "301,00"}
    assert visit(cycle.people("auditor"), SIGNED).get("/urzad/wynagrodzenia-ekspertow/").status_code == 200
    assert visit(cycle.people(), SIGNED).get("/urzad/wynagrodzenia-ekspertow/").status_code in (302, 403)


def test_the_figures_of_work_tell_late_cards(cycle: Cycle, scored: Competition, ewa: Expert) -> None:
    row = queries.quality(ewa, SIGNED.date())[0]
    assert (row.assigned, row.submitted, row.late, row.open_late) == (2, 2, 0, 0)
    assert row.justification == len("Uzasadnienie oceny.")
    first, second = ScoreCard.objects.filter(expert=ewa)
    ScoreCard.objects.filter(pk=first.pk).update(due=SCORED.date() - timedelta(days=1))
    ScoreCard.objects.filter(pk=second.pk).update(state="declared", due=SCORED.date() - timedelta(days=1))
    row = queries.quality(ewa, SCORED.date())[0]
    assert (row.submitted, row.late, row.open_late) == (1, 1, 1)


def test_the_figures_of_work_tell_cards_sent_back_and_how_lenient_the_expert_is(
    visit: Visit, cycle: Cycle, ewa: Expert
) -> None:
    row = queries.quality(ewa, SIGNED.date())[0]
    assert (row.returned, row.leniency and row.leniency.points) == (0, 0)
    first, second = ScoreCard.objects.filter(expert=ewa).select_related("offer__competition", "expert__user")
    Score.objects.filter(card=first, criterion__number=1).update(points=20)
    Score.objects.filter(card=second, criterion__number=1).update(points=24)
    cards.return_card(second, reason="Uzasadnij punkty.", actor=cycle.officer, at=SCORED)
    row = queries.quality(ewa, SIGNED.date())[0]
    # Of the two offers one is left that both experts scored: ten points fewer, shared between the two.
    assert row.returned == 1
    assert row.leniency is not None
    assert row.leniency.points == pytest.approx(-5)
    page = visit(cycle.officer, SIGNED).get(f"/urzad/eksperci/{ewa.public_id}/praca/")
    assert "-5,0 pkt" in words(page).replace("−", "-")
    assert "Surowość i łagodność w konkursach, w punktach" in words(page)


def test_a_contract_is_seen_by_its_expert_and_the_office(
    cycle: Cycle, scored: Competition, ewa: Expert, visit: Visit, people: Callable[..., Actor]
) -> None:
    agreed = contract(cycle, ewa, signed=False)
    page = f"/ekspert/umowy/{agreed.public_id}/"
    own = Actor(user=ewa.user, hat=ewa.user.hats.get())
    edward = Expert.objects.get(user__name="Edward Ekspert").user
    other = Actor(user=edward, hat=edward.hats.get())
    seen = {"own": own, "other": other, "head": people(HEAD.code, key="KMIII"), "auditor": people("auditor")}
    assert {name: visit(actor, SIGNED).get(page).status_code for name, actor in seen.items()} == {
        "own": 200,
        "other": 404,
        "head": 200,
        "auditor": 200,
    }
    assert visit(own, SIGNED).post(f"{page}podpisy/", {"signed_on": "2027-01-04"}).status_code == 404
    assert str(agreed) in words(visit(own, SIGNED).get("/ekspert/dane/"))
    client = visit(cycle.officer, SIGNED)
    assert client.post(f"{page}podpisy/", {"signed_on": ""}).status_code == 400
    assert client.post(f"{page}podpisy/", {"signed_on": "2027-01-04"}).status_code == 302
    assert "2 karty × 150,50 zł = 301,00 zł" in words(client.get(page))
    assert client.post(f"{page}rachunek/{scored.public_id}/").status_code == 302
    bill = Bill.objects.get()
    assert client.post(f"/ekspert/rachunki/{bill.public_id}/wyplata/", {"paid_on": "2027-02-22"}).status_code == 302
    assert client.post(f"{page}koniec/", {"reason": "Wygasła."}).status_code == 302
    record = words(client.get(f"/urzad/eksperci/{ewa.public_id}/praca/"))
    assert "Jakość pracy" in record
    assert str(agreed) in record
    new = client.post(
        f"/urzad/eksperci/{ewa.public_id}/umowa/",
        {"number": "E.7", "valid_from": "2027-03-01", "valid_to": "2027-12-31", "rate": "150", "max_cards": "5"},
    )
    assert new["Location"] == f"/ekspert/umowy/{Contract.objects.get(number='E.7').public_id}/"
