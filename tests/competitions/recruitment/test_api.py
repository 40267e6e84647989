"""Recruitment in the API: what is announced for everyone, one's own candidacy, for the office those that came."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from core.accounts.actor import Actor
from tests.factories.cycle import Cycle
from tests.factories.recruitment import APPLIED, APPROVED, Office

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CALLS, CANDIDACIES = "/api/v1/recruitments/", "/api/v1/candidacies/"


@pytest.fixture
def office(cycle: Cycle) -> Office:
    return Office(cycle)


@pytest.fixture
def ewa(people: Any) -> Actor:
    actor: Actor = people("organisation_editor", key="x", name="Ewa Kandydatka")
    return actor


def test_an_announced_call_is_public_and_its_list_once_resolved(office: Office, ewa: Actor, client: Client) -> None:
    draft, call = office.recruitment(to="draft"), office.recruitment()
    office.candidacy(call, ewa, scores=(20, 10))
    assert [row["id"] for row in client.get(CALLS).json()["results"]] == [call.public_id]
    assert client.get(f"{CALLS}{draft.public_id}/").status_code == 404
    detail = client.get(f"{CALLS}{call.public_id}/").json()
    assert (detail["rate"], detail["fields_wanted"][0]) == ("150.00", {"sphere": "16", "places": 1})
    assert [row["kind"] for row in detail["conditions"]] == ["required", "scored", "scored"]
    assert client.get(f"{CALLS}{call.public_id}/results/").status_code == 404
    office.resolve(call)
    (first, _second) = client.get(f"{CALLS}{call.public_id}/results/").json()
    assert [(row["place"], row["who"], row["points"]) for row in first["rows"]] == [(1, "Ewa Kandydatka", 20)]


def test_a_candidacy_is_its_persons_and_the_offices(office: Office, ewa: Actor, key: Key, people: Any) -> None:
    candidacy = office.candidacy(office.recruitment(), ewa, to="draft")
    address = f"{CANDIDACIES}{candidacy.public_id}/"
    with time_machine.travel(APPLIED, tick=False):
        mine, staff = key(ewa), key(office.cycle.officer)
        stranger = key(people("organisation_editor", key="y"))
        assert mine.get(address).json()["answers"][0]["note"] == "Magister."
        # What is still written is nobody's but the candidate's; nobody submits for another.
        assert staff.get(address).status_code == stranger.get(address).status_code == 404
        assert stranger.post(f"{address}submit/").status_code == 404
        for _again in range(2):
            assert mine.post(f"{address}submit/").json()["state"] == "submitted"
        assert staff.get(address).json()["name"] == "Ewa Kandydatka"
        assert stranger.get(CANDIDACIES).json()["count"] == 0
        assert staff.get(f"{CANDIDACIES}?state=submitted").json()["count"] == 1
        assert staff.post(f"{address}withdraw/").status_code == 404


def test_who_applied_learns_their_place_when_the_list_is_published(office: Office, ewa: Actor, key: Key) -> None:
    call = office.recruitment()
    candidacy = office.candidacy(call, ewa, scores=(20, 0))
    office.resolve(call)
    with time_machine.travel(APPROVED, tick=False):
        detail = key(ewa).get(f"{CANDIDACIES}{candidacy.public_id}/").json()
    assert (detail["state"], detail["standings"][0]["place"], detail["standings"][0]["outcome"]) == (
        "listed",
        1,
        "listed",
    )
