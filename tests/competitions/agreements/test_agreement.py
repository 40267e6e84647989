"""Agreements: terms from the offer, signatures, one payment; what is wrong is refused beside what was typed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.agreements import actions
from competitions.agreements.models import Agreement, Payment
from competitions.agreements.refusals import AlreadyPrepared
from competitions.calls.models import Competition
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.workflow.refusal import NotPossible, Refused
from ngo.registry.models import Organisation
from tests.factories.cycle import PAID, SIGNED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
ACCOUNT = "PL61109010140000071219812874"
SIGNATURES = {
    "signed_on": "2027-02-22",
    "organisation_signatories": "Żaneta Łęcka, prezes",
    "office_signatories": "Marszałek, członek zarządu",
    "treasurer": "Skarbnik",
}


@pytest.fixture
def awarded(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    offer = cycle.offer(competition, ours)
    cycle.resolved(competition)
    return cycle.fresh(offer)


def test_terms_follow_from_the_offer(cycle: Cycle, awarded: Offer) -> None:
    agreement = cycle.agreement(awarded, to="prepared")
    assert (agreement.amount, agreement.total_cost) == (Decimal("10000.00"), Decimal("12500.00"))
    assert (agreement.task_from, agreement.task_to) == (date(2027, 3, 15), date(2027, 10, 31))
    assert (agreement.use_until, agreement.report_due) == (date(2027, 10, 31), date(2027, 11, 30))
    assert agreement.number == "KMIII.614.1.2026/1"
    assert agreement.version == awarded.versions.get()
    entry = Entry.objects.get(verb="prepare")
    assert ACCOUNT not in str(entry.after), "the account is sealed"


def test_only_for_a_grant(cycle: Cycle, competition: Competition, officer: Actor) -> None:
    good, bad = cycle.offer(competition), cycle.offer(competition)
    panel = cycle.assessed(competition, points={bad.number or 0: [5] * 6})
    for offer in (good, bad):
        with pytest.raises(NotPossible):
            cycle.agreement(offer, to="prepared")
    assert panel.state == "appointed"
    assert not Agreement.objects.exists()


def test_not_for_a_refused_offer(cycle: Cycle, competition: Competition) -> None:
    bad = cycle.offer(competition)
    cycle.concluded(competition, points={1: [5] * 6})
    cycle.resolved(competition)
    with pytest.raises(NotPossible):
        cycle.agreement(bad, to="prepared")


def test_prepared_once(visit: Callable[..., Client], awarded: Offer, officer: Actor) -> None:
    client = visit(officer, SIGNED)
    address = f"/urzad/oferty/{awarded.public_id}/umowa/"
    posted = {"account": "61 1090 1014 0000 0712 1981 2874", "organisation_signatories": "Żaneta Łęcka, prezes"}
    wrong = client.post(address, {**posted, "account": "61 1090 1014 0000 0712 1981 2875"})
    assert wrong.status_code == 400
    assert "polski rachunek ma 26 cyfr" in words(wrong)
    first, second = client.post(address, posted), client.post(address, posted)
    assert first["Location"] == second["Location"]
    other = client.post(address, {**posted, "organisation_signatories": "Kto inny"})
    assert other.status_code == 409
    assert "Kto inny" in other.content.decode()
    assert Agreement.objects.get().account == ACCOUNT


def test_another_account_is_another_content(cycle: Cycle, awarded: Offer, officer: Actor) -> None:
    cycle.agreement(awarded, to="prepared")
    with pytest.raises(AlreadyPrepared):
        actions.prepare(awarded, account="PL00", organisation_signatories="x", actor=officer, at=SIGNED)


def test_signed_and_paid_through_pages(
    visit: Callable[..., Client], cycle: Cycle, awarded: Offer, officer: Actor
) -> None:
    agreement = cycle.agreement(awarded, to="prepared")
    client = visit(officer, SIGNED)
    sign, pay = f"/urzad/umowy/{agreement.public_id}/podpisy/", f"/urzad/umowy/{agreement.public_id}/wyplata/"
    early = client.post(sign, {**SIGNATURES, "signed_on": "2027-02-23"})
    assert early.status_code == 409
    assert "Data podpisania (23 lutego 2027 r.) jeszcze nie nadeszła." in words(early).replace("\u00a0", " ")
    assert "Marszałek, członek zarządu" in early.content.decode()
    assert client.post(sign, {**SIGNATURES, "treasurer": ""}).status_code == 400
    assert [client.post(sign, SIGNATURES).status_code for _ in range(2)] == [302, 302]
    assert client.post(sign, {**SIGNATURES, "treasurer": "Ktoś inny"}).status_code == 409
    client = visit(officer, PAID)
    transfer = {"amount": "10000.00", "paid_on": "2027-03-01", "reference": "WB 41"}
    less = client.post(pay, {**transfer, "amount": "9999.99"})
    assert less.status_code == 409
    assert "WB 41" in less.content.decode()
    assert "(ufp art. 221 ust. 3 pkt 2)" in words(less)
    assert [client.post(pay, transfer).status_code for _ in range(2)] == [302, 302]
    assert Payment.objects.get().paid_on == date(2027, 3, 1)
    again = client.post(pay, {**transfer, "reference": "WB 42"})
    assert again.status_code == 409
    awarded.refresh_from_db()
    agreement.refresh_from_db()
    assert (awarded.state, agreement.state) == ("contracted", "paid")


def test_no_payment_before_the_signatures(cycle: Cycle, awarded: Offer, officer: Actor) -> None:
    agreement = cycle.agreement(awarded, to="prepared")
    with pytest.raises(NotPossible):
        actions.pay(agreement, amount=agreement.amount, paid_on=PAID.date(), reference="", actor=officer, at=PAID)
    signed = cycle.agreement(awarded, to="signed")
    with pytest.raises(Refused) as refusal:
        actions.pay(signed, amount=signed.amount, paid_on=date(2027, 2, 21), reference="", actor=officer, at=PAID)
    assert [breach.code for breach in refusal.value.breaches] == ["payment.before_signature"]
    assert not Payment.objects.exists()


def test_who_sees_it(
    visit: Callable[..., Client], cycle: Cycle, people: Any, awarded: Offer, alice: Actor, bob: Actor, officer: Actor
) -> None:
    agreement = cycle.agreement(awarded, to="prepared")
    page, sign = f"/moje/umowy/{agreement.public_id}/", f"/urzad/umowy/{agreement.public_id}/podpisy/"
    for actor, of_page, of_sign in (
        (VISITOR, 302, 302),
        (bob, 404, 404),
        (cycle.expert()[1], 404, 404),
        (alice, 200, 404),
        (people("auditor"), 200, 404),
        (officer, 200, 400),
    ):
        client = visit(actor, SIGNED)
        assert (client.get(page).status_code, client.post(sign, {}).status_code) == (of_page, of_sign), actor
    shown = visit(alice, SIGNED).get(page).content.decode()
    assert ACCOUNT not in shown
    assert ACCOUNT[-4:] in shown
    listed = words(visit(bob, SIGNED).get("/moje/umowy/"))
    assert agreement.number not in listed
