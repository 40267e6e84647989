"""Score cards: declared before anything is seen, saved, submitted once, never another expert's."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation.actions import cards as card_verbs
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import panel as panel_verbs
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.refusals import IncompleteCard, NotReady
from competitions.experts.models import Expert
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.notices.models import Notice
from core.workflow.refusal import Conflict
from law.exclusion import grounds
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, CONCLUDED, NO_GROUND, SCORED, UNKNOWN_LINKS, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
NOTHING = {ground.code: "no" for ground in grounds(member=False)}


@pytest.fixture
def accepted(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    """Alice's offer, in a competition under evaluation."""
    offer = cycle.offer(competition, ours, to="confirmed")
    cycle.close(competition)
    cycle.check(offer)
    formal_verbs.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    return cycle.fresh(offer)


@pytest.fixture
def expert(cycle: Cycle) -> tuple[Expert, Actor]:
    return cycle.expert("Ewa Ekspertka")


def filled(offer: Offer, **changes: str) -> dict[str, str]:
    posted = {"strengths": "Doświadczenie.", "weaknesses": "", "recommended_amount": "9000.00"}
    for criterion in offer.competition.criteria.all():
        posted |= {f"points_{criterion.pk}": "7.50", f"why_{criterion.pk}": f"Bo „{criterion.name}”."}
    return {**posted, **changes}


def test_assigned_by_hand_once(
    visit: Callable[..., Client], accepted: Offer, expert: tuple[Expert, Actor], officer: Actor
) -> None:
    client = visit(officer, CHECKED)
    posted = {"expert": expert[0].pk, "due": "2027-01-15", "reason": UNKNOWN_LINKS}
    for _ in range(2):
        assert client.post(f"/urzad/oferty/{accepted.public_id}/przydzial/", posted).status_code == 302
    assert ScoreCard.objects.get().expert == expert[0]
    assert Notice.objects.get(user=expert[0].user).subject == f"Nowa oferta do oceny: {accepted.organisation.name}"


def test_only_what_is_formally_right_is_assigned(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, expert: tuple[Expert, Actor], officer: Actor
) -> None:
    offer = cycle.offer(competition, to="confirmed")
    with pytest.raises(NotReady):
        cycle.card(offer, expert, to="assigned")
    answer = visit(officer, CHECKED).post(
        f"/urzad/oferty/{offer.public_id}/przydzial/", {"expert": expert[0].pk, "due": "2027-01-15"}
    )
    assert answer.status_code == 409
    assert 'value="2027-01-15"' in answer.content.decode()


def test_nothing_is_seen_before_the_declaration(
    visit: Callable[..., Client], cycle: Cycle, accepted: Offer, expert: tuple[Expert, Actor]
) -> None:
    card = cycle.card(accepted, expert, to="assigned")
    client = visit(expert[1], SCORED)
    assert client.get(f"/ekspert/karty/{card.public_id}/").status_code == 404
    page = words(client.get(f"/ekspert/karty/{card.public_id}/deklaracja/"))
    assert "Fundacja Alicji" in page
    assert accepted.title not in page
    for _ in range(2):
        answer = client.post(f"/ekspert/karty/{card.public_id}/deklaracja/", NOTHING)
        assert answer["Location"] == f"/ekspert/karty/{card.public_id}/"
    assert accepted.title in words(client.get(answer["Location"]))
    assert Entry.objects.filter(verb="declare").count() == 1


@pytest.mark.parametrize("ground", [ground.code for ground in grounds(member=False)])
def test_any_ground_excludes_and_the_case_is_gone(
    visit: Callable[..., Client], cycle: Cycle, accepted: Offer, expert: tuple[Expert, Actor], ground: str
) -> None:
    card = cycle.card(accepted, expert, to="assigned")
    client = visit(expert[1], SCORED)
    address = f"/ekspert/karty/{card.public_id}/deklaracja/"
    assert client.post(address, {**NOTHING, ground: "yes"}).status_code == 302
    assert ScoreCard.objects.get().state == "excluded"
    assert client.get(address).status_code == client.get(f"/ekspert/karty/{card.public_id}/").status_code == 404
    entry = Entry.objects.get(verb="exclude")
    assert ground not in str(entry.after), "the answers stay out of the ledger"


def test_the_page_says_what_submitting_needs_and_shows_the_whole_offer(
    visit: Callable[..., Client], cycle: Cycle, accepted: Offer, expert: tuple[Expert, Actor]
) -> None:
    card = cycle.card(accepted, expert, to="declared")
    client = visit(expert[1], SCORED)
    address = f"/ekspert/karty/{card.public_id}/"
    first, second = accepted.competition.criteria.all()[:2]
    points = {f"points_{first.pk}": "20", f"points_{second.pk}": "12.50"}
    client.post(address, {**filled(accepted, **points), "save": "1"})
    page = client.get(address).content.decode()
    assert "Aby złożyć kartę, podaj punkty i uzasadnienie w każdym kryterium." in page
    assert page.count("(nieobowiązkowe)") == 3, "only strengths, weaknesses and the amount may be left out"
    assert 'value="20"' in page
    assert 'value="12.5"' in page
    organisation = accepted.versions.get().organisation
    for typed_by_nobody in ("Zarząd Województwa Łódzkiego", organisation["register"], organisation["seat"]):
        assert typed_by_nobody in page


def test_saved_and_then_submitted_once(
    visit: Callable[..., Client], cycle: Cycle, accepted: Offer, expert: tuple[Expert, Actor]
) -> None:
    card = cycle.card(accepted, expert, to="declared")
    client = visit(expert[1], SCORED)
    address = f"/ekspert/karty/{card.public_id}/"
    first = accepted.competition.criteria.first()
    assert first is not None
    half = filled(accepted, **{f"points_{first.pk}": "", f"why_{first.pk}": ""})
    assert client.post(address, {**half, "save": "1"}).status_code == 302
    assert "Bo „Kalkulacja kosztów”." in client.get(address).content.decode()
    refused = client.post(address, {**half, "submit": "1", "strengths": "Nowa mocna strona."})
    assert refused.status_code == 409
    assert "Kryterium „Możliwość realizacji zadania”: podaj punkty w skali i uzasadnienie" in words(refused)
    assert "Nowa mocna strona." in refused.content.decode()
    whole = {**filled(accepted), "submit": "1"}
    assert [client.post(address, whole).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.get(verb="submit", subject_id=card.public_id).after["points"] == {
        str(n): "7.50" for n in range(1, 7)
    }
    late = client.post(address, {**whole, "weaknesses": "Dopisane po złożeniu."})
    assert late.status_code == 409
    assert "Dopisane po złożeniu." in late.content.decode()
    assert ScoreCard.objects.get().weaknesses == ""


@pytest.mark.parametrize("points", ["-0.01", "30.01", "7.555", "dużo"])
def test_points_stay_in_the_scale(
    visit: Callable[..., Client], cycle: Cycle, accepted: Offer, expert: tuple[Expert, Actor], points: str
) -> None:
    card = cycle.card(accepted, expert, to="declared")
    first = accepted.competition.criteria.first()
    assert first is not None
    answer = visit(expert[1], SCORED).post(
        f"/ekspert/karty/{card.public_id}/", filled(accepted, **{f"points_{first.pk}": points})
    )
    assert answer.status_code == 400
    assert points in answer.content.decode()
    card_verbs.save_card(card, scores={first.pk: (Decimal(31), "Za dużo.")}, values={}, actor=expert[1], at=SCORED)
    with pytest.raises(IncompleteCard):
        card_verbs.submit_card(card, actor=expert[1], at=SCORED)


def test_a_card_is_closed_once_the_panel_has_spoken(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition)
    panel = cycle.assessed(competition)
    third = cycle.expert("Trzecia")
    offer = Offer.objects.get()
    card = cycle.card(offer, third, to="declared")
    panel_verbs.conclude(
        panel,
        met_on=CONCLUDED.date(),
        present=list(panel.members.all()),
        texts={},
        actor=cycle.chair(panel),
        at=CONCLUDED,
    )
    with pytest.raises(NotReady):
        card_verbs.submit_card(card, actor=third[1], at=CONCLUDED)


def test_a_submitted_card_takes_nothing_else(cycle: Cycle, accepted: Offer, expert: tuple[Expert, Actor]) -> None:
    card = cycle.card(accepted, expert)
    with pytest.raises(Conflict):
        card_verbs.save_card(card, scores={}, values={"strengths": "inne"}, actor=expert[1], at=SCORED)
    with pytest.raises(Conflict):
        offers.save(accepted, {}, revision=accepted.revision, actor=expert[1], at=SCORED)


def test_nobody_elses_card(
    visit: Callable[..., Client],
    cycle: Cycle,
    people: Any,
    accepted: Offer,
    expert: tuple[Expert, Actor],
    alice: Actor,
    bob: Actor,
    officer: Actor,
) -> None:
    card = cycle.card(accepted, expert, to="declared")
    other = cycle.expert("Inny Ekspert")[1]
    for actor, status in (
        (VISITOR, 302),
        (alice, 404),
        (bob, 404),
        (officer, 404),
        (people("auditor"), 404),
        (other, 404),
    ):
        client = visit(actor, SCORED)
        for address in (f"/ekspert/karty/{card.public_id}/", f"/ekspert/karty/{card.public_id}/deklaracja/"):
            assert client.get(address).status_code == status, actor
            assert client.post(address, {"save": "1"}).status_code == status, actor
    assert ScoreCard.objects.get().strengths == ""
    assert NO_GROUND["A8"] is False
