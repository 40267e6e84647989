"""Who judges a joint offer reads the names of all that make it: before the declaration, after it, in the panel (KPA art. 24)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation import queries
from competitions.evaluation.actions import cards, formal
from competitions.evaluation.documents import MinutesSheet
from competitions.evaluation.models import Panel
from competitions.meetings import actions as meetings
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.accounts.models import Hat
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import CHECKED, CONCLUDED, NO_GROUND, UNKNOWN_LINKS, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
BOTH = "Fundacja Alicji, Stowarzyszenie Boba"


@pytest.fixture
def joint(cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor, bob: Actor) -> Offer:
    """Alice's offer with Bob's organisation, submitted."""
    other = Organisation.objects.get(public_id=bob.key)
    offer = cycle.offer(competition, ours, to="draft")
    offers.join(offers.invite_partner(offer, other, actor=alice, at=WRITTEN), actor=bob, at=WRITTEN)
    split = [{"offerer": ours.public_id, "value": "9000.00"}, {"offerer": other.public_id, "value": "3500.00"}]
    content = offer_content(**{"V.C": split, "VI.2": "Lider prowadzi warsztaty, partner przegląd."})
    offer = offers.save(offer, content, revision=offer.revision, actor=alice, at=WRITTEN)
    offers.submit(offer, actor=alice, clock=lambda: WRITTEN)
    return cycle.fresh(offer)


def test_an_expert_declares_and_scores_with_all_names_in_sight(
    visit: Visit, cycle: Cycle, joint: Offer, officer: Actor
) -> None:
    cycle.confirm(joint)
    cycle.close(joint.competition)
    cycle.check(joint)
    formal.start_evaluation(joint.competition, actor=cycle.officer, at=CHECKED)
    expert, actor = cycle.expert("Ewa Ekspertka")
    card = cards.assign(
        cycle.fresh(joint), expert, due=date(2027, 1, 15), actor=officer, at=CHECKED, reason=UNKNOWN_LINKS
    )
    client, page = visit(actor, CHECKED), f"/ekspert/karty/{card.public_id}/"
    assert f"Złóż deklarację bezstronności: {BOTH}" in words(client.get("/ekspert/"))
    assert f"Oferenci (oferta wspólna): {BOTH}. Konkurs:" in words(client.get(f"{page}deklaracja/"))
    assert f"{BOTH}." in words(client.get(f"{page}odmowa/"))
    cards.declare(card, NO_GROUND, actor=actor, at=CHECKED)
    assert f"– {BOTH}" in words(client.get(page))


def test_a_panel_reads_all_names_wherever_it_reads_one(
    visit: Visit, cycle: Cycle, competition: Competition, joint: Offer
) -> None:
    alone = cycle.offer(competition).organisation.name
    panel: Panel = cycle.assessed(competition)
    member = panel.members.get(side="ngo")
    chair = cycle.chair(panel)
    client = visit(Actor(user=member.user, hat=Hat.objects.get(user=member.user)), CHECKED)
    for address in ("deklaracja", "wylaczenie"):
        page = words(client.get(f"/komisja/{panel.public_id}/{address}/"))
        assert BOTH in page
        assert alone in page
    assert BOTH in words(client.get(f"/komisja/{panel.public_id}/"))
    assert BOTH in words(client.get(f"/komisja/oferty/{joint.public_id}/karty/"))
    soon = CONCLUDED - timedelta(hours=3)
    meeting = meetings.plan(panel, starts_at=soon, place="sala 12", actor=chair, at=CHECKED)
    assert BOTH in words(client.get(f"/posiedzenia/{meeting.public_id}/"))
    meeting = meetings.begin(meeting, present=list(panel.members.all()), actor=chair, at=soon)
    assert BOTH in words(client.get(f"/posiedzenia/{meeting.public_id}/"))
    for item in meeting.items.select_related("meeting__panel__competition", "offer"):
        if item.offer == joint:
            assert BOTH in words(client.get(f"/posiedzenia/oferty/{item.public_id}/"))
        meetings.settle(item, "", actor=chair, at=soon)
    meetings.close(meeting, actor=chair, at=CONCLUDED)
    assert BOTH in words(client.get(f"/komisja/{panel.public_id}/"))
    assert {row.organisation for row in MinutesSheet.of(Panel.objects.get()).opinions} == {BOTH, alone}


def test_before_the_deadline_the_declaration_tells_of_no_offer(
    visit: Visit, cycle: Cycle, competition: Competition, joint: Offer
) -> None:
    panel = cycle.panel(competition, declared=False)
    assert "Fundacja Alicji" not in words(
        visit(cycle.chair(panel), WRITTEN).get(f"/komisja/{panel.public_id}/deklaracja/")
    )


def test_who_takes_part_with_others_indicates_no_member_of_the_panel(competition: Competition, joint: Offer) -> None:
    assert queries.applicants(competition) == {"fundacja alicji", "stowarzyszenie boba"}
