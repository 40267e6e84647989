"""The panel: appointed lawfully, declared once, concluded once; the ranking follows from the recorded cards."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation import queries
from competitions.evaluation.actions import panel as actions
from competitions.evaluation.models import Opinion, Panel, Role, Side
from competitions.evaluation.refusals import AlreadyAppointed, AlreadyDeclared, NotReady
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.audit.models import Entry
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from core.workflow.refusal import NotPossible, Refused
from law.exclusion import grounds
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, CONCLUDED, NO_GROUND, WRITTEN, Cycle
from tests.factories.pages import rows, words

pytestmark = pytest.mark.django_db


def member(people: Any, role: str, side: str, indicated_by: str = "", **more: Any) -> dict[str, Any]:
    return {"user": people().user, "role": role, "side": side, "indicated_by": indicated_by, **more}


@pytest.fixture
def lawful(people: Any) -> list[dict[str, Any]]:
    return [
        member(people, Role.CHAIR, Side.EXECUTIVE),
        member(people, Role.SECRETARY, Side.EXECUTIVE),
        member(people, Role.MEMBER, Side.NGO, "Stowarzyszenie Spoza Konkursu"),
    ]


def conclude(panel: Panel, cycle: Cycle, **changes: Any) -> Panel:
    values: dict[str, Any] = {"met_on": CONCLUDED.date(), "present": list(panel.members.all()), "texts": {}}
    return actions.conclude(panel, **{**values, **changes}, actor=cycle.chair(panel), at=CONCLUDED)


def test_appointed_with_hats(
    cycle: Cycle, competition: Competition, lawful: list[dict[str, Any]], officer: Actor
) -> None:
    resolution = cycle.resolution()
    first = actions.appoint(competition, resolution=resolution, members=lawful, actor=officer, at=CHECKED)
    again = actions.appoint(competition, resolution=resolution, members=lawful, actor=officer, at=CHECKED)
    assert first == again
    hats = Hat.objects.filter(key=competition.public_id).order_by("pk").values_list("kind", flat=True)
    assert list(hats) == ["panel_chair", "panel_secretary", "panel_member"]
    with pytest.raises(AlreadyAppointed):
        actions.appoint(competition, resolution=resolution, members=lawful[:2], actor=officer, at=CHECKED)


@pytest.mark.parametrize("name", ["Fundacja Alicji", " fundacja  ALICJI ", "„Fundacja Alicji”"])
def test_whom_an_applicant_indicated_does_not_sit(
    cycle: Cycle, competition: Competition, submitted: Offer, people: Any, lawful: list[dict[str, Any]], name: str
) -> None:
    lawful[2]["indicated_by"] = name
    with pytest.raises(Refused) as refusal:
        actions.appoint(competition, resolution=cycle.resolution(), members=lawful, actor=cycle.officer, at=CHECKED)
    assert [breach.code for breach in refusal.value.breaches] == ["panel.indicated_by_applicant"]


def test_one_person_sits_once(cycle: Cycle, competition: Competition, lawful: list[dict[str, Any]]) -> None:
    lawful[1]["user"] = lawful[0]["user"]
    with pytest.raises(Refused) as refusal:
        actions.appoint(competition, resolution=cycle.resolution(), members=lawful, actor=cycle.officer, at=CHECKED)
    assert [breach.code for breach in refusal.value.breaches] == ["panel.member_twice"]


def test_the_page_of_appointing_keeps_what_was_typed(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, lawful: list[dict[str, Any]], officer: Actor
) -> None:
    client = visit(officer, CHECKED)
    address = f"/urzad/konkursy/{competition.public_id}/komisja/"
    people = [{**row, "user": row["user"].pk} for row in lawful]
    posted = {"resolution": cycle.resolution().pk, "no_ngo_reason": "", **rows("members", people)}
    alone = {**posted, "members-0-role": "member"}
    refused = client.post(address, alone)
    assert refused.status_code == 409
    assert "Komisja musi mieć jednego przewodniczącego; teraz jest ich 0" in words(refused)
    assert "Stowarzyszenie Spoza Konkursu" in refused.content.decode()
    assert [client.post(address, posted).status_code for _ in range(2)] == [302, 302]
    assert Panel.objects.get().members.count() == 3


def test_a_declaration_is_made_once(visit: Callable[..., Client], cycle: Cycle, competition: Competition) -> None:
    panel = cycle.panel(competition, declared=False)
    client = visit(cycle.chair(panel), CHECKED)
    address = f"/komisja/{panel.public_id}/deklaracja/"
    answers = {ground.code: "no" for ground in grounds(member=True)}
    excluded = {**answers, "A1": "yes"}
    assert [client.post(address, excluded).status_code for _ in range(2)] == [302, 302]
    chair = panel.members.get(role=Role.CHAIR)
    assert (chair.declared_at, chair.declaration["outcome"]) == (None, "excluded")
    assert client.post(address, answers).status_code == 409
    with pytest.raises(AlreadyDeclared):
        actions.declare_member(chair, NO_GROUND, actor=cycle.chair(panel), at=CHECKED)
    assert Entry.objects.filter(verb="declare_member").count() == 1


def test_before_the_declaration_no_offer_is_seen(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition
) -> None:
    offer = cycle.offer(competition)
    cycle.assessed(competition)
    panel = Panel.objects.get()
    panel.members.update(declared_at=None)
    page = visit(cycle.chair(panel), CONCLUDED).get(f"/komisja/{panel.public_id}/")
    assert offer.title not in words(page)
    assert "złóż deklarację" in words(page)


def test_the_opinions_follow_from_the_cards(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    for title in ("Pierwsza", "Druga", "Trzecia"):
        cycle.offer(competition, **{"III.1": title})
    panel = cycle.assessed(
        competition, points={1: [15, 10, 10, 5, 5, 5], 2: [30, 20, 20, 10, 10, 10], 3: [20, 20, 20, 5, 5, 5]}
    )
    second = Offer.objects.get(number=2)
    client = visit(cycle.chair(panel), CONCLUDED)
    address = f"/komisja/{panel.public_id}/protokol/"
    present = [each.pk for each in panel.members.all()]
    posted = {"met_on": "2027-01-25", "present": present, f"opinion_{second.public_id}": "Oferta wzorcowa."}
    few = client.post(address, {**posted, "present": present[1:]})
    assert few.status_code == 409
    assert "Na posiedzeniu nie ma przewodniczącego." in words(few)
    assert "Oferta wzorcowa." in few.content.decode()
    assert [client.post(address, posted).status_code for _ in range(2)] == [302, 302]
    opinions = {opinion.offer.number: opinion for opinion in Opinion.objects.select_related("offer")}
    assert {number: (row.place, row.points, row.positive) for number, row in opinions.items()} == {
        2: (1, Decimal("100.00"), True),
        3: (2, Decimal("75.00"), True),
        1: (3, Decimal("50.00"), False),
    }
    assert [opinions[n].proposed_amount for n in (2, 3, 1)] == [Decimal(10000), Decimal(10000), Decimal(0)]
    assert opinions[2].text == "Oferta wzorcowa."
    assert "nie osiągnęła progu" in opinions[1].text
    assert {offer.state for offer in Offer.objects.all()} == {"opinioned"}
    noted = {entry.after["place"]: entry.after["points"] for entry in Entry.objects.filter(verb="opine")}
    assert noted == {1: "100.00", 2: "75.00", 3: "50.00"}, "the ranking can be replayed from the ledger"
    other = client.post(address, {**posted, "met_on": "2027-01-24"})
    assert other.status_code == 409


def test_it_concludes_only_with_two_cards_each(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition)
    panel = cycle.assessed(competition)
    Offer.objects.get().cards.first().scores.all()  # type: ignore[union-attr]
    card = Offer.objects.get().cards.last()
    assert card is not None
    type(card).objects.filter(pk=card.pk).update(state="declared")
    with pytest.raises(NotReady):
        conclude(panel, cycle)


def test_an_offer_withdrawn_after_it_was_scored_is_out(cycle: Cycle, competition: Competition) -> None:
    gone, stays = cycle.offer(competition), cycle.offer(competition)
    panel = cycle.assessed(competition)
    gone.refresh_from_db()
    offers.withdraw(gone, reason="x", actor=cycle.signatory(gone.organisation), at=CONCLUDED)
    assert [placed.offer for placed in queries.standing(competition).ranking] == [stays.public_id]
    conclude(panel, cycle)
    assert Opinion.objects.get().offer == stays


def test_whom_a_later_applicant_indicated_does_not_vote(cycle: Cycle, competition: Competition) -> None:
    panel = cycle.panel(competition)
    late = cycle.organisation("Stowarzyszenie Spoza Konkursu")
    offer = cycle.offer(competition, late, at=WRITTEN)
    assert queries.meeting_facts(panel, list(panel.members.all())).ngo_indicated_by_applicants == 1
    offers.withdraw(offer, reason="x", actor=cycle.signatory(late), at=WRITTEN)
    assert queries.meeting_facts(panel, list(panel.members.all())).ngo_indicated_by_applicants == 0


def test_the_minutes_name_members_and_no_experts(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition)
    cycle.concluded(competition)
    run(Job.objects.get(name="evaluation.minutes").pk, loud=True)
    data = str(Document.objects.get(kind="evaluation.minutes").data)
    assert "Celina Przewodnicząca" in data
    assert "Ekspert" not in data


def test_concluding_twice_with_other_people_is_refused(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition)
    panel = cycle.concluded(competition)
    assert conclude(panel, cycle).state == "concluded"
    with pytest.raises(NotPossible):
        conclude(panel, cycle, present=list(panel.members.exclude(role=Role.MEMBER)))


def test_who_sees_the_panel(
    visit: Callable[..., Client], cycle: Cycle, people: Any, competition: Competition, alice: Actor, officer: Actor
) -> None:
    cycle.offer(competition)
    panel = cycle.assessed(competition)
    elsewhere = cycle.chair(cycle.panel(cycle.competition()))
    secretary = panel.members.get(role=Role.SECRETARY).user
    second = Actor(user=secretary, hat=Hat.objects.get(user=secretary))
    for actor, status, of_minutes in (
        (VISITOR, 302, 302),
        (alice, 404, 404),
        (elsewhere, 404, 404),
        (cycle.expert("Obcy")[1], 404, 404),
        (people("auditor"), 200, 404),
        (officer, 200, 404),
        (second, 200, 403),
    ):
        client = visit(actor, CONCLUDED)
        assert client.get(f"/komisja/{panel.public_id}/").status_code == status, actor
        assert client.post(f"/komisja/{panel.public_id}/protokol/", {}).status_code == of_minutes, actor


def test_an_organisation_in_no_competition_is_no_applicant(
    cycle: Cycle, competition: Competition, ours: Organisation
) -> None:
    cycle.offer(competition, ours, to="draft")
    assert queries.applicants(competition) == set()
