"""Corrections in the API: the unlocked fields alone, in their term, once; the office reads no draft of them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from competitions.calls.models import Competition
from competitions.corrections.models import Correction
from competitions.offers.models import OfferVersion
from core.accounts.actor import Actor
from ngo.registry.models import Organisation
from tests.factories.content import OFFER
from tests.factories.cycle import Cycle, moment

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CORRECTIONS = "/api/v1/corrections/"
BETTER = OFFER["III.3"] + " Dojazd i sanitariaty są dostępne."


@pytest.fixture(autouse=True)
def _before() -> Iterator[None]:
    with time_machine.travel(moment(2027, 1, 4), tick=False):
        yield


@pytest.fixture
def correction(cycle: Cycle, competition: Competition, ours: Organisation) -> Correction:
    """Alice may change the description and the costs of the actions."""
    offer = cycle.offer(competition, ours, to="confirmed")
    missing = {"answer": "no", "note": "brak opisu dojazdu"}
    cycle.check(offer, proposal="correct", fields=["III.3", "V.A.I"], accessibility=missing)
    return Correction.objects.get()


def written(client: APIClient, correction: Correction, revision: int = 0, **content: Any) -> Any:
    body = {"revision": revision, "content": content}
    return client.put(f"{CORRECTIONS}{correction.public_id}/content/", body, format="json")


def test_written_checked_and_submitted_once(correction: Correction, alice: Actor, key: Key) -> None:
    client, address = key(alice), f"{CORRECTIONS}{correction.public_id}/"
    (row,) = client.get(CORRECTIONS).json()["results"]
    assert (row["id"], row["unlocked"], row["version"]) == (correction.public_id, ["III.3", "V.A.I"], None)
    nothing = client.post(f"{address}submit/")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing-corrected")
    saved = written(client, correction, **{"III.3": BETTER})
    assert (saved.json()["revision"], saved.json()["content"]["III.3"]) == (1, BETTER)
    assert saved.json()["content"]["III.1"] == OFFER["III.1"]
    assert client.get(f"{address}check/").json() == []
    first, again = client.post(f"{address}submit/"), client.post(f"{address}submit/")
    assert (first.status_code, first.json()) == (200, again.json())
    assert (first.json()["version"], first.json()["confirmation_due"]) == (2, None)
    assert OfferVersion.objects.count() == 2
    assert client.get(address).json()["version"] == 2


def test_a_locked_field_and_a_stale_revision_change_nothing(correction: Correction, alice: Actor, key: Key) -> None:
    client = key(alice)
    locked = written(client, correction, **{"III.1": "Inny tytuł"})
    assert (locked.status_code, locked.json()["code"]) == (409, "locked-fields")
    assert list(written(client, correction, **{"IX.9": "x"}).json()["errors"]) == ["content.IX.9"]
    assert written(client, correction, **{"III.3": BETTER}).status_code == 200
    assert written(client, correction, **{"III.3": "Inny."}).json()["code"] == "stale-draft"
    correction.refresh_from_db()
    assert correction.content == {"III.3": BETTER}


def test_a_table_that_is_sent_replaces_the_stored_one_row_by_row(
    correction: Correction, alice: Actor, key: Key
) -> None:
    client = key(alice)
    dearer = [{**row, "unit_cost": "200.00"} for row in OFFER["V.A.I"]]
    first = written(client, correction, **{"V.A.I": dearer}).json()["content"]["V.A.I"]
    assert [row["unit_cost"] for row in first] == ["200.00"] * len(OFFER["V.A.I"])
    longer = [dearer[0], {**dearer[0], "name": "Dojazd"}, *dearer[1:]]
    second = written(client, correction, 1, **{"V.A.I": longer}).json()["content"]["V.A.I"]
    assert [row["name"] for row in second] == [row["name"] for row in longer]
    third = written(client, correction, 2, **{"V.A.I": dearer[1:]}).json()["content"]["V.A.I"]
    assert [row["name"] for row in third] == [row["name"] for row in dearer[1:]]
    assert written(client, correction, 3, **{"V.A.I": []}).json()["content"]["V.A.I"] == []


def test_what_still_stands_in_the_way_is_named(correction: Correction, alice: Actor, key: Key) -> None:
    client, address = key(alice), f"{CORRECTIONS}{correction.public_id}/"
    dearer = [{**row, "unit_cost": "200.00"} for row in OFFER["V.A.I"]]
    written(client, correction, **{"V.A.I": dearer})
    assert "offer.sources_differ" in [row["code"] for row in client.get(f"{address}check/").json()]
    assert client.post(f"{address}submit/").json()["code"] == "refused"


def test_others_do_not_see_it_and_the_office_reads_no_draft(
    correction: Correction, alice: Actor, bob: Actor, officer: Actor, key: Key
) -> None:
    written(key(alice), correction, **{"III.3": BETTER})
    address, staff, stranger = f"{CORRECTIONS}{correction.public_id}/", key(officer), key(bob)
    assert staff.get(address).json()["content"]["III.3"] == OFFER["III.3"]
    assert staff.get(f"{address}check/").status_code == 404
    assert staff.post(f"{address}submit/").status_code == 403
    assert stranger.get(CORRECTIONS).json()["count"] == 0
    answers = [stranger.get(address), written(stranger, correction), stranger.post(f"{address}submit/")]
    assert [answer.status_code for answer in answers] == [404] * 3
    key(alice).post(f"{address}submit/")
    assert staff.get(address).json()["content"]["III.3"] == BETTER


def test_a_viewer_reads_and_writes_nothing(cycle: Cycle, correction: Correction, people: Any, key: Key) -> None:
    viewer = people("organisation_viewer", key=correction.offer.organisation.public_id)
    client, address = key(viewer), f"{CORRECTIONS}{correction.public_id}/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}submit/").status_code == 403
