"""The sub-task and the counties are part of what is submitted: of the checksum, the version, its documents and a copy.

A version keeps the canonical form in which it was summed, so those from before the scope was counted verify as ever.
"""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from competitions.calls.models import Competition
from competitions.corrections.presentation import differences
from competitions.offers import actions, checksum
from competitions.offers.documents import ConfirmationSheet
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.queries import seal
from core.accounts.actor import Actor
from ngo.registry.models import Organisation
from tests.factories.content import OFFER, offer_content
from tests.factories.cycle import WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
PARTS = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]
COUNTIES = ["1004", "1005"]


@pytest.fixture
def divided(cycle: Cycle) -> Competition:
    return cycle.competition(subtasks=PARTS, counties=COUNTIES)


@pytest.fixture
def submitted(divided: Competition, ours: Organisation, alice: Actor) -> Offer:
    first = divided.subtasks.get(number=1)
    offer = actions.start(divided, ours, subtask=first, counties=["1005", "1004"], actor=alice, at=WRITTEN)
    offer = actions.save(offer, offer_content(), revision=0, actor=alice, at=WRITTEN)
    actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    return Cycle.fresh(offer)


def resubmitted(offer: Offer, alice: Actor, **scope: Any) -> OfferVersion:
    """Withdrawn, taken up again for something else, and submitted."""
    actions.withdraw(offer, reason="inne podzadanie", actor=alice, at=WRITTEN)
    actions.reopen(offer, actor=alice, at=WRITTEN)
    actions.choose(offer, **scope, actor=alice, at=WRITTEN)
    return actions.submit(offer, actor=alice, clock=lambda: WRITTEN)


def test_form_two_is_written_down() -> None:
    scope = {"subtask": 1, "counties": ["1004"]}
    assert checksum.canonical({"a": "ż"}, [("b.pdf", "00")], scope).decode() == (
        '{"attachments":[["b.pdf","00"]],"canonical":2,"content":{"a":"ż"},"scope":{"counties":["1004"],"subtask":1}}'
    )
    assert checksum.canonical({"a": "ż"}, [("b.pdf", "00")]).decode() == '[{"a":"ż"},[["b.pdf","00"]]]'


def test_one_scope_more_is_another_sum() -> None:
    sums = {
        checksum.of(OFFER, (), {"subtask": subtask, "counties": counties})
        for subtask in (None, 1, 2)
        for counties in ([], ["1004"], COUNTIES)
    }
    assert len(sums) == 9


def test_the_version_keeps_it_and_the_checksum_counts_it(submitted: Offer) -> None:
    version = submitted.versions.get()
    assert (version.scope, version.canonical_form) == ({"subtask": 1, "counties": COUNTIES}, 2)
    assert version.checksum == submitted.checksum == hashlib.sha256(version.canonical()).hexdigest()
    assert version.checksum != checksum.of(version.content)


def test_the_same_text_for_another_sub_task_is_another_version(
    submitted: Offer, divided: Competition, alice: Actor
) -> None:
    old = submitted.versions.get()
    new = resubmitted(submitted, alice, subtask=divided.subtasks.get(number=2), counties=["1004"])
    assert (new.number, new.content == old.content, new.checksum == old.checksum) == (2, True, False)
    (change,) = differences(old, new)
    text = "".join(piece.text for piece in change.pieces if piece.kind != "out")
    assert text.strip() == "podzadanie 2. Rękodzieło; powiaty: łęczycki"
    for version, said in ((old, "podzadanie 1. Śpiew"), (new, "podzadanie 2. Rękodzieło")):
        sections = ConfirmationSheet.of(OfferVersion.objects.get(pk=version.pk)).sections
        assert said in str(sections), "each document says what its own version was for"


def test_the_page_of_changes_tells_of_it(
    visit: Callable[..., Client], submitted: Offer, divided: Competition, alice: Actor
) -> None:
    resubmitted(submitted, alice, subtask=divided.subtasks.get(number=2), counties=COUNTIES)
    page = words(visit(alice, WRITTEN).get(f"/moje/oferty/{submitted.public_id}/zmiany/"))
    assert "Podzadanie i obszar realizacji" in page


def as_before(offer: Offer) -> OfferVersion:
    """The version as it was submitted before the scope was counted."""
    version = offer.versions.get()
    old = seal(offer, offer.content, form=1)
    OfferVersion.objects.filter(pk=version.pk).update(scope={}, canonical_form=1, checksum=old)
    Offer.objects.filter(pk=offer.pk).update(checksum=old)
    offer.refresh_from_db()
    return offer.versions.get()


def test_a_version_from_before_verifies_as_it_did(submitted: Offer) -> None:
    version = as_before(submitted)
    assert version.checksum == checksum.of(version.content)
    assert hashlib.sha256(version.canonical()).hexdigest() == version.checksum
    assert "podzadanie 1. Śpiew" in str(ConfirmationSheet.of(version).sections)


def test_the_same_submitted_again_is_known_in_its_own_form(submitted: Offer, alice: Actor) -> None:
    """A second click after the form of sums changed gives the same receipt, and no new version."""
    version = as_before(submitted)
    assert actions.submit(submitted, actor=alice, clock=lambda: WRITTEN) == version
    assert submitted.versions.count() == 1


def test_a_copy_takes_over_what_the_new_competition_has(
    visit: Callable[..., Client], cycle: Cycle, submitted: Offer, alice: Actor
) -> None:
    """The sub-task of the same name, whatever its number; of the counties those that the new competition is for."""
    turned = cycle.competition(subtasks=PARTS[::-1], counties=["1004", "1001"])
    address = f"/moje/konkursy/{turned.public_id}/nowa-oferta/"
    client = visit(alice, WRITTEN)
    assert client.post(address, {"source": ""}).status_code == 400, "an empty offer has to say what it is for"
    assert client.post(address, {"source": submitted.public_id}).status_code == 302
    copy = Offer.objects.get(competition=turned)
    assert copy.subtask is not None
    assert (copy.subtask.number, copy.subtask.title, copy.counties) == (2, "Śpiew", ["1004"])
    plain = cycle.competition()
    made, _left = actions.start_from(plain, submitted, actor=alice, at=WRITTEN)
    assert (made.subtask, made.counties) == (None, [])


class TestApi:
    @pytest.fixture(autouse=True)
    def _written(self) -> Any:
        with time_machine.travel(WRITTEN, tick=False):
            yield

    def test_an_offer_begins_with_its_scope_and_may_change_it(
        self, key: Callable[..., APIClient], divided: Competition, alice: Actor
    ) -> None:
        client = key(alice)
        wanted = {"competition": divided.public_id, "subtask": 2, "counties": ["1004"]}
        answer = client.post("/api/v1/offers/", wanted, format="json")
        assert (answer.status_code, answer.json()["subtask"], answer.json()["counties"]) == (201, 2, ["1004"])
        again = client.post("/api/v1/offers/", {**wanted, "subtask": 1}, format="json")
        assert (again.status_code, again.json()["id"], again.json()["subtask"]) == (200, answer.json()["id"], 1)
        address = f"/api/v1/offers/{answer.json()['id']}/scope/"
        moved = client.put(address, {"subtask": 2, "counties": COUNTIES}, format="json")
        assert (moved.json()["subtask"], moved.json()["counties"]) == (2, COUNTIES)
        rows = client.get("/api/v1/offers/?subtask=2").json()
        assert rows["count"] == 1
        assert client.get("/api/v1/offers/?subtask=1").json()["count"] == 0

    @pytest.mark.parametrize(
        ("wrong", "field", "said"),
        [
            ({"subtask": 3}, "subtask", "nie ma podzadania nr 3"),
            ({"subtask": "drugie"}, "subtask", ""),
            ({"counties": ["1001"]}, "counties", "nie obejmuje powiatów: 1001"),
            ({"counties": "1004"}, "counties", ""),
        ],
    )
    def test_what_the_announcement_has_not_is_a_problem_document(
        self, key: Callable[..., APIClient], divided: Competition, alice: Actor, wrong: Any, field: str, said: str
    ) -> None:
        answer = key(alice).post("/api/v1/offers/", {"competition": divided.public_id, **wrong}, format="json")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert field in str(answer.json())
        assert said in str(answer.json())
        assert not Offer.objects.exists()

    def test_an_undivided_competition_takes_neither(
        self, key: Callable[..., APIClient], cycle: Cycle, alice: Actor
    ) -> None:
        wanted = {"competition": cycle.competition().public_id, "subtask": 1, "counties": ["1004"]}
        said = str(key(alice).post("/api/v1/offers/", wanted, format="json").json())
        assert "nie ma podzadania nr 1" in said
        assert "całe województwo" in said
