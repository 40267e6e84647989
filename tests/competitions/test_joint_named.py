"""A joint offer is named by every organisation that makes it (art. 14 ust. 2), on the lists of the office and in its documents."""

import csv
import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client

from competitions.awards.documents import ResultsSheet
from competitions.awards.queries import results
from competitions.calls.models import Competition
from competitions.consolidated.queries import Round
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.queries import names_of_applicants
from competitions.offers import actions
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from tests.factories.content import offer_content
from tests.factories.cycle import CHECKED, CONCLUDED, PAID, REPORTED, RESOLVED, SCORED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]
BOTH = "Fundacja Liderka, Stowarzyszenie Partner"


@pytest.fixture
def joint(cycle: Cycle, competition: Competition) -> Offer:
    """An offer of two organisations, submitted."""
    lead, other = cycle.organisation("Fundacja Liderka"), cycle.organisation("Stowarzyszenie Partner")
    actor = cycle.signatory(lead)
    offer = cycle.offer(competition, lead, to="draft")
    partner = actions.invite_partner(offer, other, actor=actor, at=WRITTEN)
    actions.join(partner, actor=cycle.signatory(other), at=WRITTEN)
    split = [{"offerer": lead.public_id, "value": "9000.00"}, {"offerer": other.public_id, "value": "3500.00"}]
    content = offer_content(**{"V.C": split, "VI.2": "Reprezentuje lider."})
    offer = Offer.objects.get(pk=offer.pk)
    actions.save(offer, content, revision=offer.revision, actor=actor, at=WRITTEN)
    actions.submit(Offer.objects.get(pk=offer.pk), actor=actor, clock=lambda: WRITTEN)
    return Offer.objects.get(pk=offer.pk)


def named(visit: Visit, actor: Actor, at: datetime, *addresses: str) -> None:
    client = visit(actor, at)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert BOTH in words(answer), address


def test_from_reception_to_the_report(visit: Visit, cycle: Cycle, competition: Competition, joint: Offer) -> None:
    office, offer, call = cycle.officer, f"/urzad/oferty/{joint.public_id}", f"/urzad/konkursy/{competition.public_id}"
    named(visit, office, WRITTEN, f"/urzad/potwierdzenia/?suma={joint.checksum}", f"{offer}/potwierdzenie/")
    cycle.concluded(competition)
    named(
        visit,
        office,
        CHECKED,
        f"{call}/ocena/",
        f"{call}/ocena-formalna/",
        f"{offer}/ocena-formalna/",
        f"{call}/oferty/",
    )
    assert names_of_applicants(competition) == {joint.public_id: BOTH}
    named(visit, office, SCORED, f"{offer}/przydzial/", f"{call}/ranking/")
    named(visit, office, CONCLUDED, f"{call}/rozstrzygniecie/")
    cycle.resolved(competition)
    named(visit, VISITOR, RESOLVED, f"/konkursy/{competition.public_id}/wyniki/")
    named(visit, office, RESOLVED, f"/urzad/oferty/{joint.public_id}/umowa/", "/urzad/")
    table = visit(office, RESOLVED).get(f"{call}/oferty.csv").getvalue().decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table), delimiter=";"))["Organizacja"] == BOTH
    agreement = cycle.agreement(joint)
    named(visit, office, PAID, "/urzad/umowy/", f"/moje/umowy/{agreement.public_id}/")
    report = cycle.report(agreement)
    named(visit, office, REPORTED, f"/moje/sprawozdania/{report.public_id}/", "/urzad/")


def test_on_the_consolidated_card_and_on_no_other(cycle: Cycle, competition: Competition, joint: Offer) -> None:
    other = cycle.offer(competition)
    cycle.concluded(competition)
    ScoreCard.objects.update(strengths="Lepiej niż Stowarzyszenie Partner.")
    cycle.resolved(competition)
    offers = [cycle.fresh(each) for each in (joint, other)]
    cards = [Round(offers).card(each) for each in offers]
    assert [card.organisation for card in cards] == [BOTH, other.organisation.name]
    assert cards[0].strengths[0] == "Lepiej niż Stowarzyszenie Partner."
    assert cards[1].strengths[0] == "Lepiej niż […]."


def test_in_the_announcement_of_results(cycle: Cycle, competition: Competition, joint: Offer) -> None:
    cycle.resolved(competition)
    assert [row.organisation for row in results(competition).awarded] == [BOTH]
    sheet = ResultsSheet.of(competition, justification_days=30)
    assert BOTH in render_to_string(sheet.TEMPLATE, {"sheet": sheet})
