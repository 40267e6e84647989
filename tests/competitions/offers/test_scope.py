"""What an offer is for: the sub-task of a divided competition and the counties of a limited one."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.awards import actions as awards
from competitions.calls.models import Competition
from competitions.evaluation.queries import standing
from competitions.offers import actions
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.workflow.refusal import Conflict, Refused
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import CRITERIA, RESOLVED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
PARTS = [
    {"title": "Śpiew", "pool": Decimal(60000), "min_grant": None, "max_grant": Decimal(9000)},
    {"title": "Rękodzieło", "pool": Decimal(40000), "min_grant": None, "max_grant": None},
]


@pytest.fixture
def divided(cycle: Cycle) -> Competition:
    """An open competition of two sub-tasks for two counties."""
    return cycle.competition(subtasks=PARTS, counties=["1004", "1005"])


def written(offer: Offer, actor: Actor, **content: Any) -> Offer:
    """The offer with a whole content."""
    return actions.save(offer, offer_content(**content), revision=0, actor=actor, at=WRITTEN)


def test_it_is_chosen_when_the_offer_is_begun(visit: Callable[..., Client], divided: Competition, alice: Actor) -> None:
    client = visit(alice, WRITTEN)
    address = f"/moje/konkursy/{divided.public_id}/nowa-oferta/"
    page = words(client.get(address))
    assert "1. Śpiew – pula 60 000,00 zł" in page
    assert "łęczycki" in page
    assert client.post(address).status_code == 400
    assert client.post(address, {"subtask": "999999", "counties": "1004"}).status_code == 400
    second = divided.subtasks.get(number=2)
    assert client.post(address, {"subtask": second.pk, "counties": "1001"}).status_code == 400
    assert not Offer.objects.exists()
    assert client.post(address, {"subtask": second.pk, "counties": "1004"}).status_code == 302
    offer = Offer.objects.get()
    assert (offer.subtask, offer.counties) == (second, ["1004"])
    assert "podzadanie 2. Rękodzieło; powiaty: łęczycki" in words(client.get(f"/moje/oferty/{offer.public_id}/"))


def test_an_offer_of_no_sub_task_is_not_submitted(divided: Competition, alice: Actor, ours: Organisation) -> None:
    offer = written(actions.start(divided, ours, actor=alice, at=WRITTEN), alice)
    with pytest.raises(Refused) as refusal:
        actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    assert [breach.code for breach in refusal.value.breaches] == ["offer.subtask_missing", "offer.counties_missing"]


def test_the_bounds_of_the_sub_task_stand_in_place_of_the_whole(
    visit: Callable[..., Client], divided: Competition, alice: Actor, ours: Organisation
) -> None:
    """10 000 zł is too much for the first sub-task (9 000) and fits into the second; the draft moves there."""
    first, second = divided.subtasks.all()
    offer = actions.start(divided, ours, subtask=first, counties=["1004"], actor=alice, at=WRITTEN)
    offer = written(offer, alice)
    assert "Dotacja przekracza limit 9 000,00 zł" in words(
        visit(alice, WRITTEN).get(f"/moje/oferty/{offer.public_id}/edycja/")
    )
    with pytest.raises(Refused) as refusal:
        actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    assert [breach.code for breach in refusal.value.breaches] == ["offer.grant_high"]
    moved = {"subtask": second.pk, "counties": ["1004", "1005"]}
    assert visit(alice, WRITTEN).post(f"/moje/oferty/{offer.public_id}/zakres/", moved).status_code == 302
    actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    offer.refresh_from_db()
    assert (offer.state, offer.subtask, offer.counties) == ("submitted", second, ["1004", "1005"])
    with pytest.raises(Conflict):
        actions.choose(offer, subtask=first, counties=[], actor=alice, at=WRITTEN)


def test_the_public_page_and_the_work_page_tell_of_the_parts(
    visit: Callable[..., Client], divided: Competition, alice: Actor
) -> None:
    page = words(visit(alice, WRITTEN).get(f"/konkursy/{divided.public_id}/"))
    assert "Śpiew 60 000,00 zł do 9 000,00 zł" in page
    assert "Rękodzieło 40 000,00 zł jak w całym konkursie" in page


def test_money_of_one_sub_task_is_not_spent_on_another(cycle: Cycle) -> None:
    """Two offers of 10 000 zł in a part that has 15 000: the ranking proposes one, the Board may not grant both."""
    parts = [{"title": "Śpiew", "pool": Decimal(15000)}, {"title": "Rękodzieło", "pool": Decimal(85000)}]
    knock_out = [{**CRITERIA[0], "min_points": Decimal(10), "knock_out": True}, *CRITERIA[1:]]
    competition = cycle.competition(subtasks=parts, criteria=knock_out)
    first, second = competition.subtasks.all()
    made = [cycle.offer(competition, subtask=part) for part in (first, first, second, second)]
    points = {1: (30, 20, 20, 10, 10, 10), 2: (29, 20, 20, 10, 10, 10), 3: (20, 20, 20, 10, 10, 10)}
    cycle.concluded(competition, {**points, 4: (9, 20, 20, 10, 10, 10)})
    proposed = {row.offer: (row.proposed, row.failed) for row in standing(competition).ranking}
    assert [proposed[offer.public_id] for offer in made] == [(10000, ()), (0, ()), (10000, ()), (0, (1,))]
    assert "w kryterium 1 nie osiągnęła minimum" in made[3].opinion.text
    both = {offer.public_id: (Decimal(10000), "Zarząd dofinansowuje obie oferty.") for offer in made}
    with pytest.raises(Refused) as refusal:
        awards.resolve(competition, resolution=cycle.resolution(), decisions=both, actor=cycle.officer, at=RESOLVED)
    assert [breach.code for breach in refusal.value.breaches] == ["award.over_subtask"]
