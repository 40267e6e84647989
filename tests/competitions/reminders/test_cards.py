"""Score cards: their expert is reminded before and after the term, each step once, by e-mail as they chose; the office hears of a late one."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation.actions import formal
from competitions.evaluation.models import ScoreCard
from competitions.experts.models import Expert
from competitions.reminders.models import Kind, Reminder
from core.accounts.actor import Actor
from core.jobs.actions import enqueue
from core.jobs.runner import run
from core.notices.models import Notice, State
from tests.factories.cycle import CHECKED, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]


@pytest.fixture
def expert(cycle: Cycle) -> tuple[Expert, Actor]:
    return cycle.expert("Ewa Ekspertka")


@pytest.fixture
def card(cycle: Cycle, competition: Competition, expert: Any) -> ScoreCard:
    """Given out, to be scored by 15 January 2027."""
    offer = cycle.offer(competition, to="confirmed")
    cycle.close(competition)
    cycle.check(offer)
    formal.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    made = cycle.card(cycle.fresh(offer), expert, to="assigned")
    assert made.due == date(2027, 1, 15)
    return made


def give(at: datetime) -> int:
    job = enqueue("reminders.give")
    run(job.pk, clock=lambda: at, loud=True)
    job.refresh_from_db()
    return int(job.result["reminders"])


def test_before_and_after_the_term_each_step_once(card: ScoreCard, officer: Actor) -> None:
    days = [(11, 0), (12, 1), (12, 0), (13, 0), (14, 1), (15, 0), (16, 1), (17, 0), (18, 1), (21, 0), (22, 1), (30, 0)]
    for day, count in days:
        assert give(moment(2027, 1, day, 8)) == count, day
    assert list(Reminder.objects.order_by("pk").values_list("kind", "step")) == [
        (Kind.CARD, 3),
        (Kind.CARD, 1),
        (Kind.LATE_CARD, 1),
        (Kind.LATE_CARD, 3),
        (Kind.LATE_CARD, 7),
    ]
    office = Notice.objects.get(template="card-late")
    assert office.user == officer.user
    assert office.link == f"/urzad/karty/{card.public_id}/powiazania/"
    first = Notice.objects.filter(template="reminder-card").order_by("pk")[0]
    assert first.link == f"/ekspert/karty/{card.public_id}/deklaracja/"
    assert card.offer.title not in first.body, "before the declaration nothing of the offer is told"


def test_a_submitted_or_refused_card_is_reminded_of_no_more(cycle: Cycle, card: ScoreCard, expert: Any) -> None:
    cycle.card(cycle.fresh(card.offer), expert)
    assert give(moment(2027, 1, 16, 8)) == 0


def test_by_email_as_the_expert_chose(visit: Visit, card: ScoreCard, expert: Any, alice: Actor) -> None:
    client = visit(expert[1], CHECKED)
    assert "minął" in words(client.get("/ekspert/przypomnienia/"))
    assert client.post("/ekspert/przypomnienia/", {"late_card": "on"})["Location"] == "/ekspert/"
    assert visit(alice, CHECKED).get("/ekspert/przypomnienia/").status_code == 403
    give(moment(2027, 1, 12, 8))
    give(moment(2027, 1, 16, 8))
    assert Notice.objects.get(template="reminder-card").state == State.DESK
    assert Notice.objects.get(template="reminder-card-late").state != State.DESK
