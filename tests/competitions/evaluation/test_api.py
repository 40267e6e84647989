"""Score cards in the API: an expert's own, the offer after the declaration, nobody's draft for anybody else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from competitions.calls.models import Competition
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import panel as panel_verbs
from competitions.evaluation.models import ScoreCard
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.accounts.models import Hat
from tests.factories.cycle import CHECKED, NO_GROUND, SCORED, Cycle

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CARDS = "/api/v1/cards/"
DECLARATION = {code: False for code in NO_GROUND if code != "A8"}
FULL = [30, 20, 20, 10, 10, 10]


@pytest.fixture(autouse=True)
def _scored() -> Iterator[None]:
    with time_machine.travel(SCORED, tick=False):
        yield


@pytest.fixture
def competition(cycle: Cycle) -> Competition:
    """A competition in evaluation, with one accepted offer."""
    competition = cycle.competition()
    offer = cycle.offer(competition)
    cycle.close(competition)
    cycle.confirm(offer)
    cycle.check(offer)
    formal_verbs.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    return competition


@pytest.fixture
def ewa(cycle: Cycle) -> tuple[Expert, Actor]:
    return cycle.expert("Ewa Ekspertka")


@pytest.fixture
def card(cycle: Cycle, competition: Competition, ewa: tuple[Expert, Actor]) -> ScoreCard:
    return cycle.card(cycle.fresh(competition.offers.get()), ewa, to="assigned")


def scores(*points: Any) -> dict[str, Any]:
    rows = [
        {"criterion": number, "points": str(value), "justification": "Uzasadnienie."}
        for number, value in enumerate(points, start=1)
    ]
    return {"scores": rows, "strengths": "Doświadczenie."}


def test_declare_score_submit(card: ScoreCard, ewa: tuple[Expert, Actor], key: Key) -> None:
    client, address = key(ewa[1]), f"{CARDS}{card.public_id}/"
    before = client.get(address).json()
    assert (before["task"], before["organisation_name"]) == ("", card.offer.organisation.name)
    assert client.get(f"{address}offer/").status_code == 404
    assert client.put(f"{address}scores/", scores(*FULL), format="json").status_code == 404
    assert client.post(f"{address}declare/", {**DECLARATION}, format="json").json()["state"] == "declared"
    assert client.get(address).json()["task"] == card.offer.title
    assert client.get(f"{address}offer/").json()["content"]["III.1"] == card.offer.title
    incomplete = client.post(f"{address}submit/")
    assert (incomplete.status_code, incomplete.json()["code"]) == (409, "incomplete-card")
    saved = client.put(f"{address}scores/", scores(*FULL), format="json").json()
    assert [row["points"] for row in saved["scores"]] == ["30.00", "20.00", "20.00", "10.00", "10.00", "10.00"]
    first, again = client.post(f"{address}submit/"), client.post(f"{address}submit/")
    assert first.json() == again.json()
    assert first.json()["state"] == "submitted"
    assert client.put(f"{address}scores/", scores(*FULL), format="json").status_code == 200
    assert client.put(f"{address}scores/", scores(1), format="json").json()["code"] == "conflict"


def test_a_ground_takes_the_case_away(card: ScoreCard, ewa: tuple[Expert, Actor], key: Key) -> None:
    client, address = key(ewa[1]), f"{CARDS}{card.public_id}/"
    answer = client.post(f"{address}declare/", {**DECLARATION, "A2": True}, format="json").json()
    assert (answer["state"], answer["task"]) == ("excluded", "")
    assert client.get(address).status_code == 404
    assert client.get(f"{address}offer/").status_code == 404
    assert client.get(CARDS).json()["count"] == 0


def test_every_question_is_answered(card: ScoreCard, ewa: tuple[Expert, Actor], key: Key) -> None:
    answers = {code: False for code in DECLARATION if code != "A3"}
    answer = key(ewa[1]).post(f"{CARDS}{card.public_id}/declare/", answers, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["A3"])


@pytest.mark.parametrize(
    "rows",
    [
        scores(31),
        {"scores": [{"criterion": 7, "points": "1", "justification": ""}]},
        {"scores": [{"criterion": 1, "points": "1", "justification": ""}] * 2},
    ],
)
def test_points_stay_in_the_scale(
    cycle: Cycle, card: ScoreCard, ewa: tuple[Expert, Actor], key: Key, rows: dict[str, Any]
) -> None:
    cycle.card(card.offer, ewa, to="declared")
    answer = key(ewa[1]).put(f"{CARDS}{card.public_id}/scores/", rows, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["scores"])


def test_a_foreign_card_does_not_exist_for_any_verb(cycle: Cycle, card: ScoreCard, key: Key) -> None:
    client, address = key(cycle.expert("Edward Ekspert")[1]), f"{CARDS}{card.public_id}/"
    answers = [
        client.get(address),
        client.get(f"{address}offer/"),
        client.post(f"{address}declare/", {**DECLARATION}, format="json"),
        client.put(f"{address}scores/", scores(*FULL), format="json"),
        client.post(f"{address}submit/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert client.get(CARDS).json()["count"] == 0
    card.refresh_from_db()
    assert card.state == "assigned"


def test_the_office_reads_points_only_when_submitted_and_no_names(
    cycle: Cycle, card: ScoreCard, ewa: tuple[Expert, Actor], key: Key
) -> None:
    expert, staff, address = key(ewa[1]), key(cycle.officer), f"{CARDS}{card.public_id}/"
    expert.post(f"{address}declare/", {**DECLARATION}, format="json")
    expert.put(f"{address}scores/", scores(*FULL), format="json")
    hidden = staff.get(address).json()
    assert {row["points"] for row in hidden["scores"]} == {None}
    assert hidden["strengths"] == ""
    expert.post(f"{address}submit/")
    shown = staff.get(address)
    assert shown.json()["scores"][0]["points"] == "30.00"
    assert "Ewa" not in shown.content.decode()
    assert shown.json()["expert"] == ewa[0].public_id
    assert staff.post(f"{address}submit/").status_code == 403


def test_organisations_and_undeclared_members_see_no_card(
    cycle: Cycle, competition: Competition, ewa: tuple[Expert, Actor], enter: Callable[[Actor], Any]
) -> None:
    offer = cycle.fresh(competition.offers.get())
    cycle.card(offer, ewa)
    panel = cycle.panel(competition, declared=False)
    chair = cycle.chair(panel)
    for actor in (cycle.signatory(offer.organisation), chair):
        assert enter(actor).get(CARDS).json()["count"] == 0
    panel_verbs.declare_member(panel.members.get(user=chair.user), NO_GROUND, actor=chair, at=SCORED)
    shown = enter(chair).get(CARDS).json()["results"]
    assert [row["expert"] for row in shown] == [""]
    assert Hat.objects.filter(user=chair.user).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_at_any_size(
    cycle: Cycle, competition: Competition, key: Key, count: int, django_assert_num_queries: Any
) -> None:
    offer = cycle.fresh(competition.offers.get())
    for number in range(count):
        cycle.card(offer, cycle.expert(f"Ekspert {number}"))
    client = key(cycle.officer)
    client.get(CARDS)
    with django_assert_num_queries(3):
        assert client.get(CARDS).json()["count"] == count


def test_questioned_costs_go_with_the_card(key: Key, card: ScoreCard, ewa: tuple[Expert, Actor]) -> None:
    client = key(ewa[1])
    client.post(f"{CARDS}{card.public_id}/declare/", DECLARATION, format="json")
    cost = card.offer.versions.latest("number").costs.first()
    assert cost is not None
    address = f"{CARDS}{card.public_id}/scores/"
    row = {"cost": cost.code, "amount": "100.00", "reason": "Zawyżony koszt."}
    kept = client.put(address, {**scores(*FULL), "questioned": [row]}, format="json").json()
    assert kept["questioned"] == [{**row, "name": cost.name}]
    for wrong in (
        {**row, "cost": "IX"},
        {**row, "amount": str(cost.value + 1)},
        {**row, "amount": "0.00"},
        {**row, "reason": ""},
    ):
        refused = client.put(address, {**scores(*FULL), "questioned": [wrong]}, format="json")
        assert refused.status_code == 400
    assert client.put(address, {**scores(*FULL), "questioned": [row, row]}, format="json").status_code == 400
    assert client.put(address, scores(*FULL), format="json").json()["questioned"] == []
