"""What stands beside the cards of an offer of earlier tasks: agreements, reports, settlements, and what the system cannot know."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.agreements.models import Agreement
from competitions.evaluation.models import Panel
from competitions.offers.models import Offer
from competitions.reports import actions as reports
from competitions.reports.panels import cooperation
from competitions.reports.queries import past_tasks
from core.accounts.actor import Actor
from ngo.registry.models import Organisation
from tests.factories.cycle import ACCEPTED, REPORTED, SCORED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db

LONG_AGO = date(2020, 1, 1)
LATER = ACCEPTED + timedelta(days=30)


@pytest.fixture
def earlier(cycle: Cycle, ours: Organisation) -> Agreement:
    """A paid agreement of Alice's organisation."""
    competition = cycle.competition()
    offer = cycle.offer(competition, ours, **{"III.1": "Dawne żniwa"})
    cycle.resolved(competition)
    return cycle.agreement(offer)


@pytest.fixture
def next_offer(cycle: Cycle, earlier: Agreement, ours: Organisation) -> Offer:
    return cycle.offer(cycle.competition(), ours)


def shown(offer: Offer, at: datetime = LATER) -> dict[str, Any]:
    return cooperation(Actor(), offer, at).context


def test_a_task_that_was_settled_in_time(cycle: Cycle, earlier: Agreement, next_offer: Offer) -> None:
    cycle.report(earlier, to="accepted")
    (task,) = past_tasks(next_offer, LONG_AGO)
    assert (task.title, task.amount, task.filed, task.sent_back) == ("Dawne żniwa", earlier.amount, REPORTED, 0)
    assert task.published
    totals = shown(next_offer)["totals"]
    assert totals == {"agreed": earlier.amount, "settled": 1, "late": 0, "sent_back": 0, "to_repay": task.to_repay}


def test_a_report_that_was_sent_back_counts_from_the_day_it_first_came(
    cycle: Cycle, earlier: Agreement, next_offer: Offer
) -> None:
    report = cycle.report(earlier)
    reports.send_back(report, reason="Brak faktur.", actor=cycle.officer, at=ACCEPTED)
    report.refresh_from_db()
    reports.submit(report, actor=cycle.signatory(earlier.offer.organisation), clock=lambda: LATER)
    (task,) = past_tasks(next_offer, LONG_AGO)
    assert (task.filed, task.sent_back, task.spent) == (REPORTED, 1, None)
    assert not task.late(LATER.date())


def test_a_report_that_did_not_come_is_late_after_its_term(earlier: Agreement, next_offer: Offer) -> None:
    (task,) = past_tasks(next_offer, LONG_AGO)
    assert [task.late(earlier.report_due + timedelta(days=days)) for days in (0, 1)] == [False, True]


def test_what_was_not_spent_is_to_be_repaid(cycle: Cycle, earlier: Agreement, next_offer: Offer) -> None:
    report = cycle.report(earlier, to="accepted")
    type(report).objects.filter(pk=report.pk).update(spent_grant=earlier.amount - 120)
    assert past_tasks(next_offer, LONG_AGO)[0].to_repay == Decimal(120)


def test_only_agreements_of_the_years_looked_back_on_and_of_these_organisations(
    cycle: Cycle, earlier: Agreement, next_offer: Offer, settings: Any
) -> None:
    assert past_tasks(cycle.offer(next_offer.competition), LONG_AGO) == []
    assert earlier.signed_on is not None
    assert past_tasks(next_offer, earlier.signed_on + timedelta(days=1)) == []
    assert shown(next_offer)["since"] == date(2022, 12, 6) + timedelta(days=30)
    settings.OFFICE = {**settings.OFFICE, "cooperation": {**settings.OFFICE["cooperation"], "years": 0}}
    assert shown(next_offer)["tasks"] == []


def test_the_panel_and_the_expert_read_it_beside_the_cards(
    visit: Callable[..., Client], cycle: Cycle, earlier: Agreement, next_offer: Offer
) -> None:
    panel: Panel = cycle.assessed(next_offer.competition)
    card = next_offer.cards.select_related("expert__user").first()
    assert card is not None
    expert = Actor(user=card.expert.user, hat=card.expert.user.hats.get())
    for who, address in (
        (expert, f"/ekspert/karty/{card.public_id}/"),
        (cycle.chair(panel), f"/komisja/oferty/{next_offer.public_id}/karty/"),
    ):
        client = visit(who, SCORED + timedelta(days=60))
        page = client.get(address)
        text = words(page)
        assert "Dawne żniwa (Fundacja Alicji)" in text
        assert "1 umowa" in text
        assert "System nie ma danych sprzed 23 listopada 2026 r." in text
        results = f"/konkursy/{earlier.offer.competition.public_id}/wyniki/"
        assert results in page.content.decode()
        assert client.get(results).status_code == 200
        # Neither the number of the agreement nor an address that only the office opens.
        assert earlier.number not in text
        assert earlier.public_id not in page.content.decode()
