"""Joint offers in the API: invited, agreed, left; a partner sees no more than it may, one that left sees nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from competitions.offers import actions
from competitions.offers.models import Offer, Partner
from core.accounts.actor import Actor
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import WRITTEN, Cycle
from tests.factories.files import pdf

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
PARTNERS, OFFERS = "/api/v1/partners/", "/api/v1/offers/"


@pytest.fixture(autouse=True)
def _written() -> Iterator[None]:
    with time_machine.travel(WRITTEN, tick=False):
        yield


@pytest.fixture
def other(bob: Actor) -> Organisation:
    """Bob's organisation."""
    return Organisation.objects.get(public_id=bob.key)


def invited(client: APIClient, offer: Offer, organisation: Organisation) -> Any:
    return client.post(PARTNERS, {"offer": offer.public_id, "organisation": organisation.public_id}, format="json")


def test_invited_agreed_and_left(draft: Offer, alice: Actor, bob: Actor, other: Organisation, key: Key) -> None:
    ours, theirs = key(alice), key(bob)
    first = invited(ours, draft, other)
    with time_machine.travel(WRITTEN.replace(hour=12), tick=False):
        again = invited(ours, draft, other)
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    address = f"{PARTNERS}{first.json()['id']}/"
    assert theirs.get(address).json()["invited_by"] == draft.organisation.name
    assert theirs.get(f"{OFFERS}{draft.public_id}/").status_code == 404, "before agreeing only the invitation is seen"
    for said in ({}, {"liable": False}, {"liable": None}):
        assert theirs.post(f"{address}join/", said, format="json").status_code == 400, "agreeing is said"
    joined = [theirs.post(f"{address}join/", {"liable": True}, format="json") for _ in range(2)]
    assert joined[0].json() == joined[1].json()
    assert theirs.get(f"{OFFERS}{draft.public_id}/").status_code == 200
    assert theirs.post(f"{OFFERS}{draft.public_id}/submit/").status_code == 403, "who began the offer submits it"
    assert theirs.delete(address).status_code == 204
    assert theirs.get(f"{OFFERS}{draft.public_id}/").status_code == 404
    assert theirs.delete(address).status_code == 404
    assert not Partner.objects.exists()


def test_says_whose_agreement_the_content_has_left_behind(
    cycle: Cycle, draft: Offer, alice: Actor, bob: Actor, other: Organisation, key: Key
) -> None:
    third = cycle.organisation()
    everybody = [other, third]
    for each in everybody:
        partner = actions.invite_partner(draft, each, actor=alice, at=WRITTEN)
        actions.join(partner, actor=cycle.signatory(each), at=WRITTEN)
    split = [{"offerer": each.public_id, "value": "0.00"} for each in everybody]
    split.append({"offerer": draft.organisation.public_id, "value": "12500.00"})
    content = offer_content(**{"V.C": split, "VI.2": "Prowadzi i reprezentuje lider."})
    offer = Offer.objects.get()
    actions.save(offer, content, revision=offer.revision, actor=alice, at=WRITTEN)
    actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    offer = Offer.objects.get()
    actions.withdraw(offer, reason="Poprawimy opis.", actor=alice, at=WRITTEN)
    offer = actions.reopen(offer, actor=alice, at=WRITTEN)

    def stale() -> dict[str, bool]:
        rows = key(alice).get(PARTNERS).json()["results"]
        return {row["organisation"]: row["agreement_outdated"] for row in rows}

    assert stale() == {other.public_id: False, third.public_id: False}
    changed = {**offer.content, "III.3": offer.content["III.3"] + " Wstęp jest wolny."}
    actions.save(offer, changed, revision=offer.revision, actor=alice, at=WRITTEN)
    assert stale() == {other.public_id: True, third.public_id: True}
    address = f"{PARTNERS}{Partner.objects.get(organisation=other).public_id}/"
    assert key(bob).get(address).json()["agreement_outdated"]
    agreed = key(bob).post(f"{address}join/", {"liable": True}, format="json")
    assert (agreed.status_code, agreed.json()["agreement_outdated"]) == (200, False)
    assert stale() == {other.public_id: False, third.public_id: True}


def test_a_list_costs_the_same_however_many_agreements_are_outdated(
    cycle: Cycle, alice: Actor, ours: Organisation, other: Organisation, key: Key
) -> None:
    competition = cycle.competition(offers_per_organisation=9)

    def reopened() -> None:
        offer = cycle.offer(competition, ours, to="draft")
        actions.join(
            actions.invite_partner(offer, other, actor=alice, at=WRITTEN), actor=cycle.signatory(other), at=WRITTEN
        )
        split = [{"offerer": ours.public_id, "value": "12500.00"}, {"offerer": other.public_id, "value": "0.00"}]
        content = offer_content(**{"V.C": split, "VI.2": "Reprezentuje lider."})
        offer = Offer.objects.get(pk=offer.pk)
        actions.save(offer, content, revision=offer.revision, actor=alice, at=WRITTEN)
        actions.submit(Offer.objects.get(pk=offer.pk), actor=alice, clock=lambda: WRITTEN)
        actions.withdraw(Offer.objects.get(pk=offer.pk), reason="x", actor=alice, at=WRITTEN)
        actions.reopen(Offer.objects.get(pk=offer.pk), actor=alice, at=WRITTEN)

    client, cost = key(alice), []
    client.get(PARTNERS)
    for _ in range(3):
        reopened()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PARTNERS).status_code == 200
        cost.append(len(queries))
    assert len(set(cost)) == 1, cost


def test_who_may_invite_answer_and_drop(
    cycle: Cycle, draft: Offer, alice: Actor, bob: Actor, other: Organisation, key: Key
) -> None:
    stranger, editor = cycle.signatory(cycle.organisation()), cycle.editor(other)
    assert list(invited(key(stranger), draft, other).json()["errors"]) == ["offer"]
    assert list(invited(key(alice), draft, Organisation(public_id="nieznana")).json()["errors"]) == ["organisation"]
    assert invited(key(alice), draft, draft.organisation).json()["code"] == "not-joined"
    address = f"{PARTNERS}{invited(key(alice), draft, other).json()['id']}/"
    for client in (key(stranger), key(editor), key(alice)):
        assert client.post(f"{address}join/", {"liable": True}, format="json").status_code in (403, 404)
    assert key(stranger).delete(address).status_code == 404
    assert key(editor).delete(address).status_code == 403, "only who signs refuses"
    assert key(stranger).get(PARTNERS).json()["count"] == 0
    assert key(alice).delete(address).status_code == 204, "who began the offer goes on without it"
    actions.join(actions.invite_partner(draft, other, actor=alice, at=WRITTEN), actor=bob, at=WRITTEN)
    assert list(invited(key(bob), draft, cycle.organisation()).json())
    assert Partner.objects.count() == 1


def test_a_partner_that_left_loses_everything_of_the_offer(
    draft: Offer, alice: Actor, bob: Actor, other: Organisation, key: Key, visit: Any
) -> None:
    partner = actions.join(actions.invite_partner(draft, other, actor=alice, at=WRITTEN), actor=bob, at=WRITTEN)
    file = actions.attach(draft, file=pdf(), title="Statut", actor=alice, at=WRITTEN)
    client = key(bob)
    reads = [
        f"{OFFERS}{draft.public_id}/",
        f"{OFFERS}{draft.public_id}/check/",
        f"/api/v1/attachments/{file.public_id}/",
        f"/api/v1/attachments/{file.public_id}/file/",
        f"{PARTNERS}{partner.public_id}/",
    ]
    pages = [
        f"/moje/oferty/{draft.public_id}/{rest}" for rest in ("", "edycja/", "zalaczniki/", "oferenci/", "zakres/")
    ]
    pages += [f"/oferty/zalaczniki/{file.public_id}/", f"/moje/oferty-wspolne/{partner.public_id}/"]
    assert {client.get(address).status_code for address in reads} == {200}
    assert {visit(bob, WRITTEN).get(address).status_code for address in pages} == {200}
    actions.part(partner, actor=alice, at=WRITTEN)
    assert {client.get(address).status_code for address in reads} == {404}
    assert {visit(bob, WRITTEN).get(address).status_code for address in pages} == {404}
    body = {"revision": draft.revision, "content": {}}
    assert client.put(f"{OFFERS}{draft.public_id}/content/", body, format="json").status_code == 404
    assert client.delete(f"/api/v1/attachments/{file.public_id}/").status_code == 404
    assert client.get(OFFERS).json()["count"] == 0
