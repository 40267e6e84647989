"""Submitting: checked, numbered, frozen, receipted once; to the second of the deadline."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.offers import actions, checksum
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.documents.models import Document
from core.jobs.models import Job
from core.notices.models import Notice
from core.workflow.refusal import NotPossible, Refused
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import DEADLINE, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


def test_what_submitting_leaves_behind(draft: Offer, alice: Actor) -> None:
    version = actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    offer = Offer.objects.get()
    assert (offer.state, offer.number, offer.submitted_at, offer.submitted_by) == ("submitted", 1, WRITTEN, alice.user)
    assert (offer.requested, offer.total_cost) == (Decimal("10000.00"), Decimal("12500.00"))
    assert offer.checksum == version.checksum == checksum.of(offer.content)
    assert version.content == offer_content()
    assert version.organisation["name"] == "Fundacja Alicji"
    assert [str(line) for line in version.costs.all()] == ["I.1.1 Instruktor", "I.2.1 Scena", "II.1 Księgowość"]
    assert sum(line.value for line in version.costs.all()) == Decimal("12500.00")
    assert version.indicators.get().target == "60 osób"
    assert Entry.objects.get(verb="submit", chain=offer.chain).after["checksum"] == offer.checksum
    assert Job.objects.filter(name="offers.confirmation").count() == 1
    assert Notice.objects.get(user=alice.user).subject.startswith("Oferta")


def test_a_double_click_gets_the_same_receipt(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    client = visit(alice, WRITTEN)
    address = f"/moje/oferty/{draft.public_id}/zloz/"
    first, second = client.post(address), client.post(address)
    assert first["Location"] == second["Location"] == f"/moje/oferty/{draft.public_id}/"
    assert draft.versions.count() == Notice.objects.filter(user=alice.user).count() == 1
    assert Job.objects.filter(name="offers.confirmation").count() == 1
    assert "Jej numer: 1." in words(client.get(second["Location"]))


def test_the_confirmation_is_issued_once(draft: Offer, alice: Actor, run_jobs: Callable[[], int]) -> None:
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    run_jobs()
    document = Document.objects.get(kind="offers.confirmation")
    assert document.data["checksum"] == draft.versions.get().checksum


@pytest.mark.parametrize(
    ("at", "in_time"),
    [
        (DEADLINE, True),
        (DEADLINE + timedelta(microseconds=999_999), True),
        (DEADLINE + timedelta(seconds=1), False),
        (DEADLINE + timedelta(days=400), False),
    ],
)
def test_the_deadline(visit: Callable[..., Client], draft: Offer, alice: Actor, at: datetime, in_time: bool) -> None:
    answer = visit(alice, at).post(f"/moje/oferty/{draft.public_id}/zloz/")
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == ((302, "submitted") if in_time else (409, "draft"))
    if not in_time:
        assert "Termin składania ofert minął" in words(answer)
        assert "(art. 13 ust. 2 pkt 5)" in words(answer)
        assert draft.content == offer_content(), "what was written is still there"


def test_the_moment_is_taken_inside(competition: Competition, draft: Offer, alice: Actor) -> None:
    """A page opened in time and sent late is late, whatever it says."""
    moments = iter([DEADLINE + timedelta(seconds=1)])
    with pytest.raises(Refused):
        actions.submit(draft, actor=alice, clock=lambda: next(moments))


def test_every_fault_is_listed_with_its_article(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor
) -> None:
    offer = cycle.offer(competition, ours, to="draft", **{"V.B.2": "50000.00", "III.1": "", "VII.3": ""})
    client = visit(alice, WRITTEN)
    address = f"/moje/oferty/{offer.public_id}/zloz/"
    for page in (client.get(address), client.post(address)):
        text = words(page)
        assert "Pole „1. Tytuł zadania publicznego” jest puste" in text
        assert "przekracza najwyższą dopuszczalną kwotę (40 000,00 zł). (ogłoszenie)" in text.replace("\u00a0", " ")
    assert page.status_code == 409
    offer.refresh_from_db()
    assert (offer.state, offer.number) == ("draft", None)
    assert competition.__class__.objects.get().last_number == 0


def test_one_offer_an_organisation_unless_one_is_withdrawn(
    cycle: Cycle, competition: Competition, submitted: Offer, ours: Organisation, alice: Actor
) -> None:
    second = cycle.offer(competition, ours, to="draft", **{"III.1": "Druga"})
    with pytest.raises(Refused) as refusal:
        actions.submit(second, actor=alice, clock=lambda: WRITTEN)
    assert [breach.code for breach in refusal.value.breaches] == ["offer.limit"]
    actions.withdraw(submitted, reason="zmiana planów", actor=alice, at=WRITTEN)
    assert actions.submit(second, actor=alice, clock=lambda: WRITTEN).offer.number == 2


def test_numbers_have_no_gaps(cycle: Cycle, competition: Competition) -> None:
    refused = cycle.offer(competition, to="draft", **{"III.1": ""})
    with pytest.raises(Refused):
        actions.submit(refused, actor=cycle.signatory(refused.organisation), clock=lambda: WRITTEN)
    assert [cycle.offer(competition).number for _ in range(3)] == [1, 2, 3]


def test_a_withdrawn_offer_is_not_submitted_again(submitted: Offer, alice: Actor) -> None:
    actions.withdraw(submitted, reason="x", actor=alice, at=WRITTEN)
    with pytest.raises(NotPossible):
        actions.submit(submitted, actor=alice, clock=lambda: WRITTEN)


def test_the_organisations_data_are_those_of_the_day(submitted: Offer, ours: Organisation) -> None:
    Organisation.objects.filter(pk=ours.pk).update(name="Nowa nazwa")
    assert submitted.versions.get().organisation["name"] == "Fundacja Alicji"


def test_who_may(
    visit: Callable[..., Client], cycle: Cycle, people: Any, draft: Offer, bob: Actor, officer: Actor
) -> None:
    address = f"/moje/oferty/{draft.public_id}/zloz/"
    for actor, status in (
        (VISITOR, 302),
        (bob, 404),
        (officer, 404),
        (people("auditor"), 404),
        (cycle.expert()[1], 404),
    ):
        assert visit(actor, WRITTEN).post(address).status_code == status
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert visit(cycle.editor(draft.organisation), WRITTEN).post(address).status_code == 302
