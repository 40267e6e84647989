"""Cancelling under art. 18a: without offers, or without one that meets the announcement; never instead of a choice."""

from collections.abc import Callable

import pytest
from django.test import Client

from competitions.awards import actions
from competitions.calls.models import Competition
from competitions.changes.models import Change
from competitions.confirmations import actions as confirmations
from competitions.evaluation.formal import QUESTIONS
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.workflow.refusal import NotPossible, Refused
from tests.factories.cycle import CHECKED, CLOSED, CONCLUDED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


def cancel(cycle: Cycle, competition: Competition) -> Change:
    resolution = cycle.resolution(on=CHECKED.date())
    return actions.cancel(competition, resolution=resolution, reason="brak ofert", actor=cycle.officer, at=CHECKED)


def refuse_formally(cycle: Cycle, offer: Offer) -> None:
    cycle.check(offer, **{QUESTIONS[0].code: {"answer": "no", "note": "brak podpisów"}})


def test_no_offer_was_filed(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition, to="draft")
    cycle.close(competition)
    resolution = cycle.resolution(on=CHECKED.date())
    who = {"resolution": resolution, "reason": "brak ofert", "actor": cycle.officer, "at": CHECKED}
    change = actions.cancel(competition, **who)
    assert (competition.state, change.basis) == ("cancelled", "art. 18a ust. 1 pkt 1")
    assert actions.cancel(competition, **who) == change, "a second click"
    assert Entry.objects.get(verb="cancel").after["basis"] == "art. 18a ust. 1 pkt 1"


def test_no_offer_meets_the_announcement(cycle: Cycle, competition: Competition) -> None:
    rejected, unconfirmed = cycle.offer(competition, to="confirmed"), cycle.offer(competition)
    cycle.close(competition)
    for waiting in (2, 1):
        with pytest.raises(Refused) as refusal:
            cancel(cycle, competition)
        (breach,) = refusal.value.breaches
        assert (breach.code, breach.values["count"]) == ("competition.cancel_unchecked", waiting)
        if waiting == 2:
            refuse_formally(cycle, rejected)
    confirmations.leave_unexamined(unconfirmed, reason="brak potwierdzenia", actor=cycle.officer, at=CHECKED)
    assert cancel(cycle, competition).basis == "art. 18a ust. 1 pkt 2"
    rejected.refresh_from_db()
    assert rejected.state == "rejected", "the offer stays as it was"


def test_one_good_offer_is_enough_for_a_choice(cycle: Cycle, competition: Competition) -> None:
    good = cycle.offer(competition, to="confirmed")
    cycle.close(competition)
    cycle.check(good)
    with pytest.raises(Refused) as refusal:
        cancel(cycle, competition)
    assert [breach.code for breach in refusal.value.breaches] == ["competition.cancel_meeting"]
    assert "(art. 18a ust. 1)" in refusal.value.sentences[0]
    competition.refresh_from_db()
    assert (competition.state, Change.objects.count()) == ("closed", 0)


def test_offers_below_the_threshold_meet_nothing(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition)
    cycle.concluded(competition, {1: [1] * 6})
    assert cancel(cycle, competition).basis == "art. 18a ust. 1 pkt 2"


def test_an_open_call_is_not_cancelled(cycle: Cycle, competition: Competition) -> None:
    with pytest.raises(NotPossible):
        cancel(cycle, competition)


def test_its_page_counts_and_says_why_not(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    cycle.offer(competition)
    cycle.close(competition)
    client = visit(officer, CLOSED)
    address = f"/urzad/konkursy/{competition.public_id}/uniewaznij/"
    page = words(client.get(address))
    assert "Złożone oferty 1 (bez wycofanych)" in page
    assert "Nie wszystkie oferty przeszły ocenę formalną (czeka: 1)" in page
    assert "</textarea>" not in client.get(address).content.decode(), "no form for what the law forbids"


def test_everyone_reads_that_it_was_cancelled(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    cycle.close(competition)
    client = visit(officer, CLOSED)
    posted = {"reason": "Nie złożono żadnej oferty.", "resolution": cycle.resolution().pk}
    assert client.post(f"/urzad/konkursy/{competition.public_id}/uniewaznij/", posted).status_code == 302
    public = words(visit(VISITOR, CONCLUDED).get(f"/konkursy/{competition.public_id}/"))
    assert "unieważniony" in public
    assert "art. 18a ust. 1 pkt 1" in public
    assert "Organ może ogłosić konkurs ponownie (art. 11 ust. 6)." in public
