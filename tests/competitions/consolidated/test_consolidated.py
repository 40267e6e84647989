"""The consolidated card: right numbers, nobody's name but the applicant's own, for its own people alone."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.consolidated import access
from competitions.consolidated.documents import ConsolidatedSheet
from competitions.consolidated.queries import Round
from competitions.evaluation.models import Score, ScoreCard
from competitions.offers.models import Offer, OfferVersion
from core.accounts.actor import VISITOR, Actor
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from tests.factories.cycle import RESOLVED, Cycle

pytestmark = pytest.mark.django_db
GOOD, FAIR = (30, 20, 20, 10, 10, 10), (20, 20, 20, 5, 5, 5)


LEAK = "Ewa Ekspertka i Edward Ekspert (ewa@example.org) wolą: Fundacja Alfa Przykładowa jest lepsza."


@pytest.fixture
def offers(cycle: Cycle) -> tuple[Offer, Offer]:
    """Two offers of 10 000 zł in a pool of 15 000 zł, decided; the experts of the second name each other and the rival."""
    competition = cycle.competition(pool=Decimal(15000), max_grant=None)
    first = cycle.offer(competition, cycle.organisation("Fundacja Alfa Przykładowa"))
    second = cycle.offer(competition, cycle.organisation("Stowarzyszenie Beta Wzorcowe"), **{"III.1": "Kulig"})
    cycle.concluded(competition, {first.number or 0: GOOD, second.number or 0: FAIR})
    Score.objects.filter(card__offer=second).update(justification=LEAK)
    ScoreCard.objects.filter(offer=second).update(strengths="Lepsza niż fundacja alfa  przykładowa.")
    cycle.resolved(competition)
    return cycle.fresh(first), cycle.fresh(second)


def test_the_numbers_follow_from_the_cards_and_the_decision(offers: tuple[Offer, Offer]) -> None:
    first, second = offers
    found = Round(offers)
    card = found.card(second)
    assert (card.points, card.place, card.ranked, card.cards) == (Decimal("75.00"), 2, 2, 2)
    assert (card.granted, card.line, card.distance, card.reserve) == (0, Decimal("100.00"), Decimal("-25.00"), 1)
    assert [row.points for row in card.criteria] == [Decimal(points) for points in FAIR]
    assert found.card(first).reserve is None
    Score.objects.filter(card__offer=second, criterion__number=1).update(points=Decimal(10))
    assert Round(offers).card(second).criteria[0].points == Decimal(10)


def test_nobody_else_is_named_on_the_page_and_in_the_document(
    offers: tuple[Offer, Offer], cycle: Cycle, visit: Callable[..., Client]
) -> None:
    second = offers[1]
    owner = cycle.signatory(second.organisation)
    page = visit(owner, RESOLVED).get(f"/moje/oferty/{second.public_id}/karta-zbiorcza/").content.decode()
    sheet = repr(ConsolidatedSheet.of(second.competition, Round([second]).card(second)))
    for text in (page, sheet):
        for secret in ("Ekspertka", "Edward", "ewa@example.org", "Alfa"):
            assert secret not in text
        assert "[…] i […]" in text
    assert "Stowarzyszenie Beta Wzorcowe" in sheet


def test_partners_of_other_offers_are_not_named_and_own_ones_are(offers: tuple[Offer, Offer], cycle: Cycle) -> None:
    """Of a joint offer every organisation is its own; of a rival's offer no partner is told."""
    first, second = offers
    text = "Lepiej niż Koło Gospodyń Gamma z pomocą Klubu Delta."
    Score.objects.filter(card__offer=second).update(justification=text)
    for offer, partner in ((first, "Koło Gospodyń Gamma"), (second, "Klubu Delta")):
        OfferVersion.objects.filter(offer=offer).update(partners=[{"name": partner}])
    reasons = Round([second]).card(second).criteria[0].reasons
    assert set(reasons) == {"Lepiej niż […] z pomocą Klubu Delta."}


def test_one_document_for_each_offer_however_often_the_job_runs(offers: tuple[Offer, Offer]) -> None:
    job = Job.objects.get(name="consolidated.cards")
    run(job.pk, loud=True)
    Job.objects.filter(pk=job.pk).update(state="waiting")
    run(job.pk, loud=True)
    documents = Document.objects.filter(kind="consolidated.card")
    assert sorted(documents.values_list("subject_id", flat=True)) == sorted(offer.public_id for offer in offers)


def test_who_reads_it(offers: tuple[Offer, Offer], cycle: Cycle, people: Any) -> None:
    _first, second = offers
    own = access.visible(cycle.signatory(second.organisation), RESOLVED)
    assert list(own) == [second]
    assert access.visible(cycle.officer, RESOLVED).count() == 2
    panel = second.competition.panel
    for stranger in (VISITOR, cycle.expert("Ewa Nowa")[1], cycle.chair(panel), Actor(user=people().user)):
        assert not access.visible(stranger, RESOLVED).exists()


def test_not_before_the_decision(cycle: Cycle, visit: Callable[..., Client]) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition)
    cycle.concluded(competition)
    client = visit(cycle.signatory(offer.organisation), RESOLVED)
    assert client.get(f"/moje/oferty/{offer.public_id}/karta-zbiorcza/").status_code == 404
