"""What pages cost: the same number of queries with one row and with thirty, ten at most."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.calls.models import Competition, SubTask
from competitions.changes import actions as changes
from competitions.conflicts import actions as conflicts
from competitions.evaluation.actions import plans
from competitions.evaluation.assignment import Assignment
from competitions.evaluation.candidates import problem
from competitions.meetings import actions as meetings
from competitions.messages import actions as messages
from competitions.questions import actions as questions
from core.accounts.actor import VISITOR, Actor
from core.jobs.runner import drain
from tests.factories.cycle import (
    ANNOUNCED,
    CHECKED,
    CONCLUDED,
    CONFIRMATION_DUE,
    DEADLINE,
    FROZEN,
    PAID,
    REPORTED,
    RESOLVED,
    SCORED,
    WRITTEN,
    Cycle,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Page:
    """An address, who opens it, when, and what it costs."""

    address: str
    actor: Actor
    at: datetime
    cost: int


class World:
    """The cycle with `size` rows of everything, taken to a stage."""

    def __init__(self, cycle: Cycle, size: int) -> None:
        self.cycle, self.size = cycle, size
        self.ours = cycle.organisation("Fundacja Alicji")
        self.alice = cycle.signatory(self.ours)
        self.values: dict[str, Any] = {"pool": Decimal(1000000), "offers_per_organisation": 40}

    def offers(self) -> Any:
        competition = self.cycle.competition(**self.values)
        for number in range(self.size):
            self.cycle.offer(competition, self.ours, **{"III.1": f"Zadanie nr {number}"})
        return competition


def calls(world: World) -> list[Page]:
    """Competitions, announced."""
    cycle = world.cycle
    for _ in range(world.size):
        one = cycle.competition(
            criteria=[{"group": 1 + n % 6, "name": f"K{n}", "max_points": 5} for n in range(30)][: max(6, world.size)]
        )
    for _ in range(2 * world.size):
        questions.ask(one, "Czy wolno?", email="pyta@example.org", actor=VISITOR, at=WRITTEN)
    for each in one.questions.all()[: world.size]:
        questions.answer(each, "Wolno.", public_text="Czy?", publish=True, actor=cycle.officer, at=WRITTEN)
    draft = cycle.competition(to="draft")
    moved = cycle.competition()
    parts = [{"title": f"P{n}", "pool": Decimal(10000)} for n in range(10)]
    divided = cycle.competition(subtasks=parts)
    both = cycle.competition(subtasks=parts)
    # Announced again, and to be announced again in part: told on the page of one that is divided and was changed, too.
    Competition.objects.filter(pk=both.pk).update(repeats=divided)
    SubTask.objects.filter(competition=both, number=1).update(cancelled_at=WRITTEN)
    for n in range(world.size):
        longer = {
            "offers_due": DEADLINE + timedelta(days=n + 1),
            "confirmation_due": CONFIRMATION_DUE + timedelta(days=n + 1),
        }
        for each in (moved, both):
            changes.extend(
                each, **longer, selection_by=each.selection_by, reason="x", actor=cycle.officer, clock=lambda: WRITTEN
            )
    drain()
    programme = one.task.programme
    later = cycle.programme(year=2028, to="draft", spheres=["16"] * world.size)
    return [
        Page("/konkursy/", VISITOR, WRITTEN, 3),
        Page("/konkursy/", cycle.officer, WRITTEN, 7),
        Page(f"/konkursy/{one.public_id}/pytania/", VISITOR, WRITTEN, 5),
        Page(f"/urzad/konkursy/{one.public_id}/pytania/", cycle.officer, WRITTEN, 10),
        Page(f"/konkursy/{one.public_id}/", VISITOR, WRITTEN, 4),
        Page(f"/konkursy/{one.public_id}/", cycle.officer, WRITTEN, 7),
        Page(f"/urzad/konkursy/{one.public_id}/", cycle.officer, WRITTEN, 9),
        Page(f"/urzad/konkursy/{draft.public_id}/", cycle.officer, ANNOUNCED, 8),
        Page(f"/urzad/konkursy/{one.public_id}/terminy/?ogloszenie=2026-12-03", cycle.officer, WRITTEN, 7),
        Page(f"/konkursy/{moved.public_id}/", VISITOR, WRITTEN, 5),
        Page(f"/konkursy/{moved.public_id}/", cycle.officer, WRITTEN, 8),
        Page(f"/urzad/konkursy/{moved.public_id}/", cycle.officer, WRITTEN, 10),
        Page(f"/urzad/konkursy/{moved.public_id}/zmiany/", cycle.officer, WRITTEN, 8),
        Page(f"/konkursy/{divided.public_id}/", VISITOR, WRITTEN, 5),
        Page(f"/konkursy/{divided.public_id}/", cycle.officer, WRITTEN, 8),
        Page(f"/konkursy/{both.public_id}/", VISITOR, WRITTEN, 7),
        Page(f"/konkursy/{both.public_id}/", cycle.officer, WRITTEN, 10),
        Page(f"/urzad/konkursy/{divided.public_id}/popraw/", cycle.officer, WRITTEN, 7),
        Page(f"/urzad/konkursy/{divided.public_id}/uniewaznij/", cycle.officer, WRITTEN, 8),
        Page(f"/urzad/konkursy/{divided.public_id}/podzadania/2/uniewaznij/", cycle.officer, WRITTEN, 7),
        Page(f"/urzad/konkursy/{draft.public_id}/zadania-tego-samego-rodzaju/", cycle.officer, ANNOUNCED, 6),
        Page(f"/urzad/konkursy/{draft.public_id}/zmien/", cycle.officer, ANNOUNCED, 7),
        Page("/programy/", VISITOR, WRITTEN, 1),
        Page(f"/programy/{programme.public_id}/", cycle.officer, WRITTEN, 10),
        Page(f"/urzad/programy/{later.public_id}/zmien/", cycle.officer, WRITTEN, 8),
        Page("/uchwaly/", VISITOR, WRITTEN, 3),
    ]


def offers(world: World) -> list[Page]:
    """Offers, submitted; one more being written."""
    cycle, competition = world.cycle, world.offers()
    row = {"name": "a", "description": "b", "group": "c", "term": "d", "outside": ""}
    draft = cycle.offer(competition, world.ours, to="draft", **{"III.4": [row] * world.size})
    one = competition.offers.filter(number=1).get()
    for each in competition.offers.exclude(number=None):
        messages.write(each, "Czy KRS wystarczy?", actor=world.alice, at=WRITTEN)
    return [
        Page("/moje/oferty/", world.alice, WRITTEN, 6),
        Page("/urzad/potwierdzenia/", cycle.officer, WRITTEN, 5),
        Page(f"/urzad/potwierdzenia/?suma={one.checksum}", cycle.officer, WRITTEN, 9),
        Page(f"/urzad/oferty/{one.public_id}/potwierdzenie/", cycle.officer, WRITTEN, 9),
        Page(f"/moje/oferty/{draft.public_id}/zakres/", world.alice, WRITTEN, 5),
        Page(f"/moje/oferty/{one.public_id}/", world.alice, WRITTEN, 10),
        Page(f"/moje/oferty/{one.public_id}/", cycle.officer, WRITTEN, 9),
        Page(f"/moje/oferty/{draft.public_id}/edycja/", world.alice, WRITTEN, 9),
        Page(f"/moje/oferty/{draft.public_id}/zloz/", world.alice, WRITTEN, 8),
        Page(f"/moje/konkursy/{competition.public_id}/nowa-oferta/", world.alice, WRITTEN, 8),
        Page(f"/moje/oferty/{one.public_id}/wiadomosci/", world.alice, WRITTEN, 8),
        Page(f"/moje/oferty/{one.public_id}/wiadomosci/", cycle.officer, WRITTEN, 9),
        Page("/urzad/wiadomosci/", cycle.officer, WRITTEN, 7),
        Page(f"/urzad/oferty/{one.public_id}/potwierdzenie/", cycle.officer, WRITTEN, 10),
        Page(f"/urzad/konkursy/{competition.public_id}/ocena/", cycle.officer, CHECKED, 8),
        Page(f"/urzad/oferty/{one.public_id}/teczka/", cycle.officer, WRITTEN, 6),
        Page(f"/urzad/konkursy/{competition.public_id}/teczka/", cycle.officer, WRITTEN, 6),
    ]


def evaluation(world: World) -> list[Page]:
    """Offers, scored."""
    cycle, competition = world.cycle, world.offers()
    panel = cycle.assessed(competition)
    one = competition.offers.filter(number=1).get()
    card = one.cards.get(expert__user__name="Ewa Ekspertka")
    asked = {"due": CONCLUDED.date(), "most": None, "least": 0, "no_repeat": False, "in_doubt": False, "reason": ""}
    plan = plans.ask_plan(competition, {**asked, "seed": 1}, actor=cycle.officer, at=CHECKED)
    plans.propose_plan(plan, problem=problem(plan, CHECKED), found=Assignment(), actor=cycle.officer, at=CHECKED)
    for _ in range(world.size):
        entered = {"organisation": cycle.organisation(), "basis": "odpis z KRS", "actor": cycle.officer}
        conflicts.link(card.expert.user, role="member", **entered, at=CHECKED)
    expert = Actor(user=card.expert.user, hat=card.expert.user.hats.get())
    chair = cycle.chair(panel)
    return [
        Page(f"/urzad/konkursy/{competition.public_id}/ocena/", cycle.officer, CHECKED, 9),
        Page(f"/urzad/konkursy/{competition.public_id}/ocena-formalna/", cycle.second, CHECKED, 8),
        Page(f"/urzad/oferty/{one.public_id}/ocena-formalna/", cycle.officer, CHECKED, 9),
        Page(f"/urzad/oferty/{one.public_id}/przydzial/", cycle.officer, CHECKED, 10),
        Page(f"/urzad/karty/{card.public_id}/powiazania/", cycle.officer, CHECKED, 9),
        Page(f"/urzad/eksperci/{card.expert.public_id}/powiazania/", cycle.officer, CHECKED, 7),
        Page(f"/urzad/eksperci/{card.expert.public_id}/", cycle.officer, SCORED, 9),
        Page(f"/urzad/eksperci/{card.expert.public_id}/praca/", cycle.officer, SCORED, 10),
        Page(f"/urzad/konkursy/{competition.public_id}/przydzial/", cycle.officer, CHECKED, 9),
        Page(f"/urzad/przydzialy/{plan.public_id}/", cycle.officer, CHECKED, 9),
        Page("/ekspert/powiazania/", expert, CHECKED, 6),
        Page(f"/urzad/konkursy/{competition.public_id}/komisja/", cycle.officer, CHECKED, 8),
        Page(f"/ekspert/karty/{card.public_id}/", expert, SCORED, 10),
        Page(f"/komisja/oferty/{one.public_id}/karty/", chair, SCORED, 10),
        Page(f"/urzad/konkursy/{competition.public_id}/ranking/", cycle.officer, SCORED, 10),
        Page(f"/urzad/konkursy/{competition.public_id}/ranking/", chair, SCORED, 10),
        Page(f"/urzad/konkursy/{competition.public_id}/zgodnosc-ocen/", chair, SCORED, 10),
        Page(f"/komisja/{panel.public_id}/", chair, CONCLUDED, 10),
        Page(f"/komisja/{panel.public_id}/protokol/", chair, CONCLUDED, 10),
    ]


def meeting(world: World) -> list[Page]:
    """The panel at its table."""
    cycle, competition = world.cycle, world.offers()
    panel = cycle.assessed(competition)
    chair = cycle.chair(panel)
    soon = CONCLUDED - timedelta(hours=3)
    planned = meetings.plan(panel, starts_at=soon, place="sala 12", actor=chair, at=CHECKED)
    meetings.begin(planned, present=list(panel.members.all()), actor=chair, at=soon)
    item = planned.items.get(offer__number=1)
    for points in range(1, 1 + world.size):
        meetings.put_to_vote(
            item, criterion=competition.criteria.get(number=1), after=Decimal(points), reason="Koszty.",
            votes=dict.fromkeys(panel.members.all(), "for"), actor=chair, at=soon,
        )  # fmt: skip
    desk, spoken = f"/posiedzenia/{planned.public_id}/", f"/posiedzenia/oferty/{item.public_id}/"
    return [
        Page(f"/komisja/{panel.public_id}/posiedzenia/", chair, soon, 6),
        Page(f"/komisja/{panel.public_id}/wylaczenie/", chair, soon, 8),
        Page(desk, chair, soon, 8),
        Page(desk, cycle.officer, soon, 9),
        Page(spoken, chair, soon, 9),
        Page(spoken, cycle.officer, soon, 10),
    ]


def money(world: World) -> list[Page]:
    """Grants, paid and reported; the year frozen."""
    cycle, competition = world.cycle, world.offers()
    cycle.concluded(competition)
    told = competition.offers.get(number=1)
    decide = Page(f"/urzad/konkursy/{competition.public_id}/rozstrzygniecie/", cycle.officer, RESOLVED, 7)
    cycle.resolved(competition)
    reports = [cycle.report(cycle.agreement(offer)) for offer in competition.offers.filter(state="awarded")]
    report = reports[0]
    annual = cycle.annual(competition.task.programme)
    row = annual.figures["T5"]["rows"][0]["key"]
    return [
        decide,
        Page(f"/urzad/konkursy/{competition.public_id}/oferty/", cycle.officer, RESOLVED, 8),
        Page(f"/moje/oferty/{told.public_id}/karta-zbiorcza/", world.alice, RESOLVED, 9),
        Page(f"/konkursy/{competition.public_id}/wyniki/", VISITOR, RESOLVED, 5),
        Page("/moje/umowy/", world.alice, PAID, 6),
        Page("/urzad/umowy/", cycle.officer, PAID, 6),
        Page(f"/moje/umowy/{report.agreement.public_id}/", cycle.officer, PAID, 10),
        Page(f"/moje/sprawozdania/{report.public_id}/", cycle.officer, REPORTED, 9),
        Page("/sprawozdania-roczne/", cycle.officer, FROZEN, 6),
        Page(f"/sprawozdania-roczne/{annual.public_id}/", cycle.officer, FROZEN, 10),
        Page(f"/sprawozdania-roczne/{annual.public_id}/T5/{row}/contracted/", cycle.officer, FROZEN, 6),
    ]


@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize("stage", [calls, offers, evaluation, meeting, money])
def test_pages_cost_the_same_at_any_size(
    visit: Callable[[Actor, datetime], Client], cycle: Cycle, stage: Callable[[World], list[Page]], size: int
) -> None:
    found = {}
    pages = stage(World(cycle, size))
    for page in pages:
        client = visit(page.actor, page.at)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(page.address)
        assert answer.status_code == 200, page.address
        found[page.address, page.actor.kind] = len(queries)
    assert found == {(page.address, page.actor.kind): page.cost for page in pages}
    assert max(found.values()) <= 10
