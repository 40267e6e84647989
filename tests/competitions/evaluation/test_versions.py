"""A card after it was submitted: returned with a reason, changed as a new version; questioned costs; from card to card."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation.actions import cards as card_verbs
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.models import CardVersion, ScoreCard
from competitions.evaluation.refusals import AmountTooHigh
from competitions.experts.models import Expert
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, SCORED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
REASON = "Uzasadnienie kryterium 2 dotyczy innej oferty."


@pytest.fixture
def offer(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    offer = cycle.offer(competition, ours, to="confirmed")
    cycle.close(competition)
    cycle.check(offer)
    formal_verbs.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    return cycle.fresh(offer)


@pytest.fixture
def expert(cycle: Cycle) -> tuple[Expert, Actor]:
    return cycle.expert("Ewa Ekspertka")


def filled(offer: Offer, **changes: str) -> dict[str, str]:
    posted = {"strengths": "Doświadczenie.", "weaknesses": "", "recommended_amount": ""}
    for criterion in offer.competition.criteria.all():
        posted |= {f"points_{criterion.pk}": "7.50", f"why_{criterion.pk}": "Bo tak."}
    return {**posted, **changes}


def test_a_returned_card_is_changed_as_a_new_version_and_nothing_is_lost(
    visit: Callable[..., Client], cycle: Cycle, offer: Offer, expert: tuple[Expert, Actor], officer: Actor
) -> None:
    card = cycle.card(offer, expert)
    client = visit(expert[1], SCORED)
    address = f"/ekspert/karty/{card.public_id}/"
    assert client.post(address, {**filled(offer), "save": "1"}).status_code == 409, "locked after it was submitted"
    for _ in range(2):
        answer = visit(officer, SCORED).post(f"/urzad/karty/{card.public_id}/zwroc/", {"reason": REASON})
        assert answer["Location"] == f"/komisja/oferty/{offer.public_id}/karty/"
    assert Entry.objects.filter(verb="return_card").count() == 1
    assert REASON in Notice.objects.filter(user=expert[0].user).latest("pk").body
    assert REASON in words(client.get(address))
    assert client.post(address, {**filled(offer), "submit": "1"}).status_code == 302
    first, second = CardVersion.objects.all()
    assert (first.reason, second.reason) == ("", REASON)
    assert first.content["scores"]["1"][0] == "30.00"
    assert second.content["scores"]["1"][0] == "7.50"
    entries = [row.after for row in Entry.objects.filter(verb="submit").order_by("pk") if "expert" in row.after]
    assert [entry["version"] for entry in entries] == [1, 2]
    assert entries[1]["because"] == REASON
    page = words(visit(officer, SCORED).get(f"/komisja/oferty/{offer.public_id}/karty/"))
    assert "Wcześniejsze wersje karty" in page
    assert REASON in page


def test_only_staff_return_and_with_a_reason(
    visit: Callable[..., Client], cycle: Cycle, offer: Offer, expert: tuple[Expert, Actor], officer: Actor, alice: Actor
) -> None:
    card = cycle.card(offer, expert)
    chair = cycle.chair(cycle.panel(offer.competition))
    address = f"/urzad/karty/{card.public_id}/zwroc/"
    for actor in (expert[1], cycle.expert()[1], chair, alice):
        assert visit(actor, SCORED).post(address, {"reason": REASON}).status_code in (302, 403, 404)
    assert ScoreCard.objects.get().state == "submitted"
    assert visit(officer, SCORED).post(address, {"reason": " "}).status_code == 400
    assert ScoreCard.objects.get().state == "submitted"
    with pytest.raises(NotPossible):
        card_verbs.return_card(cycle.card(offer, cycle.expert(), to="declared"), reason="x", actor=officer, at=SCORED)


def test_the_panel_reads_cards_without_names_and_others_read_none(
    visit: Callable[..., Client], cycle: Cycle, offer: Offer, expert: tuple[Expert, Actor], officer: Actor, alice: Actor
) -> None:
    cycle.card(offer, expert)
    address = f"/komisja/oferty/{offer.public_id}/karty/"
    chair = cycle.chair(cycle.panel(offer.competition))
    assert "Ewa Ekspertka" in words(visit(officer, SCORED).get(address))
    seen = words(visit(chair, SCORED).get(address))
    assert "Uzasadnienie oceny." in seen
    assert "Ewa Ekspertka" not in seen
    assert "Zwróć kartę" not in seen
    for actor in (expert[1], alice):
        assert visit(actor, SCORED).get(address).status_code in (302, 403, 404)


def test_a_questioned_cost_lowers_what_may_be_proposed(
    visit: Callable[..., Client], cycle: Cycle, offer: Offer, expert: tuple[Expert, Actor]
) -> None:
    card = cycle.card(offer, expert, to="declared")
    cost = offer.versions.latest("number").costs.first()
    client, address = visit(expert[1], SCORED), f"/ekspert/karty/{card.public_id}/"
    asked = {f"cost_{cost.pk}": "100", "save": "1"}
    assert "Napisz, dlaczego kwestionujesz ten koszt." in words(client.post(address, {**filled(offer), **asked}))
    asked[f"cost_why_{cost.pk}"] = "Cena ponad rynkową."
    high = str(offer.requested - Decimal("99.99"))
    assert client.post(address, {**filled(offer, recommended_amount=high), **asked}).status_code == 302
    card.refresh_from_db()
    row = {"cost": cost.code, "name": cost.name, "amount": "100.00", "reason": "Cena ponad rynkową."}
    assert card.questioned == [row]
    with pytest.raises(AmountTooHigh):
        card_verbs.submit_card(card, actor=expert[1], at=SCORED)
    exact = str(offer.requested - 100)
    assert client.post(address, {**filled(offer, recommended_amount=exact), **asked, "submit": "1"}).status_code == 302
    assert CardVersion.objects.get().content["questioned"] == [row]
    assert "Cena ponad rynkową." in words(client.get(address))


def test_more_than_the_cost_cannot_be_questioned(
    visit: Callable[..., Client], cycle: Cycle, offer: Offer, expert: tuple[Expert, Actor]
) -> None:
    card = cycle.card(offer, expert, to="declared")
    cost = offer.versions.latest("number").costs.first()
    asked = {f"cost_{cost.pk}": str(cost.value + 1), f"cost_why_{cost.pk}": "Za dużo.", "save": "1"}
    answer = visit(expert[1], SCORED).post(f"/ekspert/karty/{card.public_id}/", {**filled(offer), **asked})
    assert answer.status_code == 400


def test_from_card_to_card(
    visit: Callable[..., Client], cycle: Cycle, ours: Organisation, expert: tuple[Expert, Actor]
) -> None:
    competition = cycle.competition(offers_per_organisation=2)
    for _ in range(2):
        cycle.offer(competition, ours, to="confirmed")
    cycle.close(competition)
    for each in competition.offers.all():
        cycle.check(each)
    formal_verbs.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    one, two = (cycle.card(cycle.fresh(each), expert, to="declared") for each in competition.offers.order_by("number"))
    client = visit(expert[1], SCORED)
    forth = client.post(f"/ekspert/karty/{one.public_id}/", {**filled(one.offer), "next": "1"})
    back = client.post(f"/ekspert/karty/{two.public_id}/", {**filled(two.offer), "next": "1"})
    assert forth["Location"] == f"/ekspert/karty/{two.public_id}/"
    assert back["Location"] == f"/ekspert/karty/{one.public_id}/"
    client.post(f"/ekspert/karty/{two.public_id}/", {**filled(two.offer), "submit": "1"})
    assert (
        client.post(f"/ekspert/karty/{one.public_id}/", {**filled(one.offer), "next": "1"})["Location"] == "/ekspert/"
    )
