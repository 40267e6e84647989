"""Who evaluates what, found by calculation: proposed with proof, changed by hand within the rules, accepted as a whole, or shown to be impossible."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.calls.models import Competition
from competitions.conflicts import actions as conflicts
from competitions.evaluation import planning
from competitions.evaluation.actions import formal, plans
from competitions.evaluation.models import Plan, ScoreCard
from competitions.evaluation.planning import Able, Asked, Problem
from competitions.evaluation.refusals import BadPlan, Tied
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.audit.ledger import canonical
from core.audit.models import Entry
from core.documents.models import Document
from core.documents.queries import documents_of
from core.jobs.runner import drain
from core.notices.models import Notice
from office.structure.hats import OFFICER
from tests.factories.cycle import CHECKED, SCORED, UNKNOWN_LINKS, Cycle
from tests.factories.pages import words

Visit = Callable[..., Client]
ASKED: dict[str, Any] = {
    "due": date(2027, 1, 15), "most": None, "least": 0, "no_repeat": False, "in_doubt": True,
    "reason": UNKNOWN_LINKS, "seed": 7,
}  # fmt: skip


@pytest.fixture
def running(cycle: Cycle, competition: Competition) -> Competition:
    """Three offers under evaluation."""
    for _ in range(3):
        cycle.offer(competition, to="confirmed")
    cycle.close(competition)
    for offer in competition.offers.all():
        cycle.check(offer)
    return formal.start_evaluation(competition, actor=cycle.officer, at=CHECKED)


@pytest.fixture
def four(cycle: Cycle) -> list[tuple[Expert, Actor]]:
    return [cycle.expert(name) for name in ("Anna Pierwsza", "Beata Druga", "Celina Trzecia", "Daria Czwarta")]


def asked(competition: Competition, actor: Actor, **values: Any) -> Plan:
    plan = plans.ask_plan(competition, {**ASKED, **values}, actor=actor, at=CHECKED)
    drain(lambda: CHECKED)
    plan.refresh_from_db()
    return plan


@pytest.mark.django_db
def test_a_proposal_carries_its_proof_and_is_accepted_as_a_whole(
    visit: Visit, running: Competition, four: list[Any], officer: Actor
) -> None:
    client = visit(officer, CHECKED)
    setup = f"/urzad/konkursy/{running.public_id}/przydzial/"
    posted = {"due": "2027-01-15", "least": "0", "most": "2", "in_doubt": "on", "reason": UNKNOWN_LINKS, "seed": "7"}
    page = client.post(setup, posted)["Location"]
    drain(lambda: CHECKED)
    plan = Plan.objects.get()
    answer = plan.data["answer"]
    assert (plan.state, len(answer["pairs"]), answer["gap"], answer["bound"]) == ("proposed", 6, 0, answer["total"])
    entry = Entry.objects.get(verb="propose_plan")
    assert entry.after["digest"] == plan.digest == hashlib.sha256(canonical(plan.data)).hexdigest()
    assert (entry.after["seed"], entry.after["gap"]) == (7, 0)
    raw = client.get(f"{page}dane.json").content
    assert hashlib.sha256(raw).hexdigest() == plan.digest
    assert json.loads(raw)["problem"]["seed"] == 7
    shown = words(client.get(page))
    assert "lepszego przydziału nie ma" in shown
    assert "Dane zgadzają się ze skrótem" in shown
    (proposed,) = documents_of(plan)
    assert client.get(proposed.url)["Content-Type"] == "application/pdf"
    assert proposed.url in client.get(page).content.decode()
    assert not ScoreCard.objects.exists()
    for _ in range(2):
        assert client.post(f"{page}decyzja/", {"accept": "1"}).status_code == 302
    assert {(card.offer.public_id, card.expert.public_id) for card in ScoreCard.objects.all()} == {
        tuple(pair) for pair in answer["pairs"]
    }
    assert Notice.objects.filter(template="card-assigned").count() == 6
    drain(lambda: CHECKED)
    accepted = Document.objects.get(kind="evaluation.assignment", version=2).data
    assert (accepted["outcome"], accepted["digest"], accepted["gap"]) == ("przyjęta, karty rozdane", plan.digest, "0")
    assert max(each.cards.count() for each, _actor in four) <= 2


@pytest.mark.django_db
def test_what_cannot_be_is_told_in_words(visit: Visit, cycle: Cycle, running: Competition, officer: Actor) -> None:
    one, other = cycle.expert("Anna Jedyna"), cycle.expert("Beata Związana")
    tied = running.offers.get(number=2)
    conflicts.link(other[1].person, role="board", organisation=tied.organisation, actor=other[1], at=CHECKED)
    plan = asked(running, officer)
    assert plan.state == "impossible"
    assert plan.data["answer"]["conflict"] == [["demand", [tied.public_id]]]
    shown = words(visit(officer, CHECKED).get(f"/urzad/przydzialy/{plan.public_id}/"))
    assert "oferta nr 2: potrzeba 2 ekspertów, a bez przeszkody jest tylko jeden: Anna Jedyna" in shown
    assert one[0].cards.count() == 0


@pytest.mark.django_db
def test_doubts_bar_an_expert_unless_the_officer_says_why(
    running: Competition, four: list[Any], officer: Actor
) -> None:
    with pytest.raises(BadPlan):
        plans.ask_plan(running, {**ASKED, "reason": " "}, actor=officer, at=CHECKED)
    assert asked(running, officer, in_doubt=False).state == "impossible"
    assert asked(running, officer).state == "proposed"
    assert [each.state for each in running.plans.order_by("number")] == ["dropped", "proposed"]


@pytest.mark.django_db
def test_a_change_by_hand_keeps_the_rules_and_says_why(
    visit: Visit, running: Competition, four: list[Any], officer: Actor
) -> None:
    plan = asked(running, officer, most=2)
    offer, out = plan.data["answer"]["pairs"][0]
    taken = {expert for one, expert in plan.data["answer"]["pairs"] if one == offer}
    load = {each.public_id: sum(e == each.public_id for _o, e in plan.data["answer"]["pairs"]) for each, _ in four}
    full = next(each for each, count in load.items() if count == 2 and each not in taken)
    spare = next((each for each, count in load.items() if count < 2 and each not in taken), None)
    with pytest.raises(BadPlan) as refused:
        plans.change_plan(plan, offer=offer, out=out, put=full, reason="Prośba", actor=officer, at=CHECKED)
    assert "może wziąć najwyżej 2\xa0oferty" in refused.value.sentences[1]
    with pytest.raises(BadPlan):
        plans.change_plan(plan, offer=offer, out=full, put=out, reason="Prośba", actor=officer, at=CHECKED)
    client = visit(officer, CHECKED)
    address = f"/urzad/przydzialy/{plan.public_id}/zmien/?oferta={offer}"
    answer = client.post(address, {"out": out, "put": full, "reason": "Prośba"})
    assert answer.status_code == 409
    if spare:
        assert client.post(address, {"out": out, "put": spare, "reason": "Urlop"}).status_code == 302
        assert Entry.objects.get(verb="change_plan").reason == "Urlop"
        plans.accept_plan(Plan.objects.get(pk=plan.pk), actor=officer, at=CHECKED)
        assert ScoreCard.objects.filter(offer__public_id=offer, expert__public_id=spare).exists()


@pytest.mark.django_db
def test_a_conflict_that_came_up_meanwhile_holds_all_cards_back(
    visit: Visit, running: Competition, four: list[Any], officer: Actor
) -> None:
    plan = asked(running, officer)
    offer, expert = plan.data["answer"]["pairs"][0]
    actor = next(actor for each, actor in four if each.public_id == expert)
    organisation = running.offers.get(public_id=offer).organisation
    conflicts.link(actor.person, role="donor", organisation=organisation, actor=actor, at=SCORED)
    with pytest.raises(Tied):
        plans.accept_plan(plan, actor=officer, at=SCORED)
    assert not ScoreCard.objects.exists()
    answer = visit(officer, SCORED).post(f"/urzad/przydzialy/{plan.public_id}/decyzja/", {"accept": "1"})
    assert answer.status_code == 409
    assert "konflikt interesów" in words(answer)


@pytest.mark.django_db
def test_cards_that_are_there_count_and_the_limit_of_an_expert_holds(
    cycle: Cycle, running: Competition, four: list[Any], officer: Actor
) -> None:
    first = running.offers.get(number=1)
    cycle.card(cycle.fresh(first), four[0], to="assigned")
    Expert.objects.filter(pk=four[0][0].pk).update(limit=1)
    plan = asked(running, officer)
    asks = {row["number"]: row["demand"] for row in plan.data["problem"]["offers"]}
    assert asks == {1: 1, 2: 2, 3: 2}
    assert four[0][0].public_id not in {expert for _offer, expert in plan.data["answer"]["pairs"]}
    with pytest.raises(BadPlan):
        plans.ask_plan(running, {**ASKED, "no_repeat": True}, actor=officer, at=CHECKED)


@pytest.mark.django_db
def test_who_sees_a_plan(
    visit: Visit, running: Competition, four: list[Any], officer: Actor, people: Any, alice: Actor
) -> None:
    plan = asked(running, officer)
    pages = [f"/urzad/przydzialy/{plan.public_id}/", f"/urzad/przydzialy/{plan.public_id}/dane.json"]
    elsewhere, auditor = people(OFFICER.code, key="KM IV"), people("auditor")
    for who, code in (
        (officer, 200),
        (elsewhere, 200),
        (auditor, 200),
        (four[0][1], 404),
        (four[1][1], 404),
        (alice, 404),
    ):
        assert [visit(who, CHECKED).get(each).status_code for each in pages] == [code, code], who
    for who in (auditor, four[0][1], alice):
        assert visit(who, CHECKED).post(f"{pages[0]}decyzja/", {"accept": "1"}).status_code == 404
        assert visit(who, CHECKED).get(f"/urzad/konkursy/{running.public_id}/przydzial/").status_code == 404


GRIDS = st.integers(1, 4).flatmap(
    lambda offers: st.integers(1, 4).flatmap(
        lambda experts: st.tuples(
            st.lists(st.lists(st.integers(0, 5), min_size=experts, max_size=experts), min_size=offers, max_size=offers),
            st.lists(
                st.lists(st.sampled_from(["none", "none", "conflict"]), min_size=experts, max_size=experts),
                min_size=offers,
                max_size=offers,
            ),
            st.lists(st.integers(0, 2), min_size=offers, max_size=offers),
            st.booleans(),
        )
    )
)


@settings(max_examples=40, deadline=None)
@given(GRIDS)
def test_an_answer_breaks_no_rule_and_survives_being_kept(grid: Any) -> None:
    grades, links, demand, no_repeat = grid
    problem = Problem(
        tuple(Asked(f"o{n}", n + 1, each) for n, each in enumerate(demand)),
        tuple(Able(f"e{n}", 0, 3) for n in range(len(grades[0]))),
        tuple(map(tuple, grades)),
        tuple(map(tuple, links)),
        ("conflict",),
        no_repeat,
        3,
    )
    kept = json.loads(canonical({"problem": problem.plain()}))["problem"]
    assert Problem.of(kept) == problem
    answer = planning.answer(problem, problem.solved(time_limit=20))
    pairs = [(offer, expert) for offer, expert in answer["pairs"]]
    if answer["conflict"] is None:
        assert problem.broken(pairs) == []
        assert sum(problem.fit(pairs).values()) == answer["total"] == answer["bound"]
    else:
        assert answer["conflict"]
