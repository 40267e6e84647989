"""The formal check: prefilled, complete, with reasons; who may; what comes next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation import actions, formal
from competitions.evaluation.models import FormalCheck
from competitions.evaluation.refusals import IncompleteFormalCheck, NotReady
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.workflow.refusal import NotPossible
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, PASSED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
YES = {question.code: "yes" for question in formal.QUESTIONS}


@pytest.fixture
def confirmed(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    return cycle.offer(competition, ours, to="confirmed")


def test_accepted(visit: Callable[..., Client], confirmed: Offer, officer: Actor) -> None:
    client = visit(officer, CHECKED)
    address = f"/urzad/oferty/{confirmed.public_id}/ocena-formalna/"
    page = client.get(address).content.decode()
    assert page.count('value="yes" ') or page.count("checked")
    assert [client.post(address, YES).status_code for _ in range(2)] == [302, 302], "a second click"
    confirmed.refresh_from_db()
    assert confirmed.state == "accepted"
    assert FormalCheck.objects.get().passed


def test_one_no_rejects_with_its_reason(visit: Callable[..., Client], confirmed: Offer, officer: Actor) -> None:
    client = visit(officer, CHECKED)
    address = f"/urzad/oferty/{confirmed.public_id}/ocena-formalna/"
    silent = client.post(address, {**YES, "signed": "no", "limit_note": "zostaje na stronie"})
    assert silent.status_code == 400
    assert "Podaj powód: zobaczy go organizacja." in words(silent)
    assert "zostaje na stronie" in silent.content.decode()
    assert client.post(address, {**YES, "signed": "no", "signed_note": "brak podpisu prezesa"}).status_code == 302
    confirmed.refresh_from_db()
    assert confirmed.state == "rejected"
    other = client.post(address, {**YES, "signed_note": "jednak podpisane"})
    assert other.status_code == 409
    assert "jednak podpisane" in other.content.decode()


@pytest.mark.parametrize("code", [question.code for question in formal.QUESTIONS])
def test_every_question_wants_an_answer(confirmed: Offer, officer: Actor, code: str) -> None:
    for row in ({}, {"answer": "maybe", "note": ""}, {"answer": "no", "note": " "}):
        with pytest.raises(IncompleteFormalCheck) as refusal:
            actions.check_formally(confirmed, {**PASSED, code: row}, actor=officer, at=CHECKED)
        assert refusal.value.questions == [formal.BY_CODE[code].text]


def test_an_unconfirmed_offer_is_not_checked(submitted: Offer, officer: Actor) -> None:
    with pytest.raises(NotPossible):
        actions.check_formally(submitted, PASSED, actor=officer, at=CHECKED)


def test_the_evaluation_begins_when_nothing_waits(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, confirmed: Offer, officer: Actor
) -> None:
    cycle.offer(competition)
    cycle.close(competition)
    with pytest.raises(NotReady):
        actions.start_evaluation(competition, actor=officer, at=CHECKED)
    answer = visit(officer, CHECKED).post(f"/urzad/konkursy/{competition.public_id}/ocena/rozpocznij/")
    assert answer.status_code == 409
    assert "2 oferty czekają jeszcze na ocenę formalną albo na potwierdzenie." in words(answer)


def test_who_may(
    visit: Callable[..., Client], cycle: Cycle, people: Any, confirmed: Offer, alice: Actor, bob: Actor
) -> None:
    address = f"/urzad/oferty/{confirmed.public_id}/ocena-formalna/"
    for actor, status in (
        (VISITOR, 302),
        (alice, 404),
        (bob, 404),
        (people("auditor"), 404),
        (cycle.expert()[1], 404),
    ):
        client = visit(actor, CHECKED)
        assert (client.get(address).status_code, client.post(address, YES).status_code) == (status, status)
