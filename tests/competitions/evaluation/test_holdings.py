"""What the evaluation hangs on a person who leaves: open cards go back to the office, a seat in a panel is only named."""

import pytest

from competitions.calls.models import Competition
from competitions.evaluation.access import cards, own_cards
from competitions.evaluation.actions import cards as card_verbs
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.queries import offers_lacking_cards
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.signin.actions import leave
from core.signin.holdings import holdings
from core.workflow.refusal import NotPossible
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, SCORED, Cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    """An offer under evaluation."""
    offer = cycle.offer(competition, ours, to="confirmed")
    cycle.close(competition)
    cycle.check(offer)
    formal_verbs.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    return cycle.fresh(offer)


def test_open_cards_of_an_expert_go_back_and_the_offer_waits_for_another(cycle: Cycle, accepted: Offer) -> None:
    leaver, other = cycle.expert("Ewa Odchodząca"), cycle.expert("Olaf Zostający")
    card = cycle.card(accepted, leaver, to="declared")
    person = leaver[1].person
    (holding,) = holdings(person)
    assert holding.keeper.code == "score_cards"
    assert holding.things == [f"oferta nr {accepted.number}, konkurs „{accepted.competition.title}”"]
    leave(person, successors={}, actor=cycle.officer, at=SCORED, reason="Rezygnacja z listy ekspertów")
    card.refresh_from_db()
    assert card.state == CardState.TAKEN_BACK
    assert not own_cards(leaver[1], SCORED).exists()
    entry = Entry.objects.get(verb="take_back")
    assert (entry.chain, entry.reason) == (accepted.chain, "Rezygnacja z listy ekspertów")
    cycle.card(accepted, other)
    assert offers_lacking_cards(accepted.competition) == [accepted]
    cycle.card(accepted, cycle.expert())
    assert offers_lacking_cards(accepted.competition) == []


def test_a_submitted_card_stays(cycle: Cycle, accepted: Offer) -> None:
    leaver = cycle.expert()
    card = cycle.card(accepted, leaver)
    assert holdings(leaver[1].person) == []
    leave(leaver[1].person, successors={}, actor=cycle.officer, at=SCORED, reason="Odejście")
    card.refresh_from_db()
    assert card.state == CardState.SUBMITTED
    with pytest.raises(NotPossible):
        card_verbs.take_back(card, actor=cycle.officer, at=SCORED, reason="za późno")


def test_a_card_taken_back_takes_no_more_points(cycle: Cycle, accepted: Offer) -> None:
    leaver = cycle.expert()
    card = cycle.card(accepted, leaver, to="declared")
    for _again in range(2):
        card_verbs.take_back(card, actor=cycle.officer, at=SCORED, reason="Choroba")
    assert Entry.objects.filter(verb="take_back").count() == 1
    with pytest.raises(NotPossible):
        card_verbs.save_card(card, scores={}, values={"strengths": "x"}, actor=leaver[1], at=SCORED)
    assert not cards(leaver[1], SCORED).exists()


def test_a_seat_in_a_panel_at_work_is_named_and_left_to_a_resolution(cycle: Cycle, competition: Competition) -> None:
    chair: Actor = cycle.chair(cycle.panel(competition))
    (holding,) = holdings(chair.person)
    assert holding.keeper.pass_on is None
    assert holding.things == [f"przewodniczący, „{competition.title}”"]
    leave(chair.person, successors={}, actor=cycle.officer, at=SCORED, reason="Odejście")
    assert competition.panel.members.filter(user=chair.user).exists()
