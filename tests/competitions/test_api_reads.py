"""What is public is read without a key, what is not yet public is not there, and a list costs the same at any size."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from core.documents.queries import documents_of
from tests.factories.cycle import Cycle

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"


def test_units_with_every_task_of_the_mandate(cycle: Cycle, client: Client) -> None:
    units = client.get(f"{V1}units/").json()
    assert units["count"] == 7
    one = client.get(f"{V1}units/KMIII/").json()
    assert one["symbol"] == "KM III"
    assert [task["code"] for task in one["tasks"]] == [f"III.{number}" for number in range(1, 14)]
    assert all(task["feature"] for task in one["tasks"])


def test_organisations_show_nothing_of_their_people(cycle: Cycle, client: Client) -> None:
    one = cycle.organisation(email="prezes@example.org", phone="600 100 200", representation="Żaneta Łęcka")
    cycle.organisation("Ukryta", to="declared")
    answer = client.get(f"{V1}organisations/")
    assert [row["id"] for row in answer.json()["results"]] == [one.public_id]
    detail = client.get(f"{V1}organisations/{one.public_id}/").content.decode()
    for secret in (one.email, one.phone, one.representation, one.bank_account):
        assert secret not in answer.content.decode() + detail
    assert client.get(f"{V1}organisations/?krs={one.krs}").json()["count"] == 1
    assert client.get(f"{V1}organisations/?nip=0000000000").json()["count"] == 0


def test_an_organisation_reads_itself_before_it_is_verified(cycle: Cycle, key: Callable[..., APIClient]) -> None:
    hidden = cycle.organisation("Ukryta", to="declared")
    other = cycle.organisation()
    address = f"{V1}organisations/{hidden.public_id}/"
    assert key(cycle.editor(hidden)).get(address).status_code == 200
    assert key(cycle.editor(other)).get(address).status_code == 404


def test_programmes_when_published(cycle: Cycle, client: Client, key: Callable[..., APIClient]) -> None:
    published = cycle.programme()
    draft = cycle.programme(year=2028, to="draft")
    rows = client.get(f"{V1}programmes/").json()["results"]
    assert [(row["year"], row["planned_funds"]) for row in rows] == [(2027, "500000.00")]
    detail = client.get(f"{V1}programmes/{published.public_id}/").json()
    assert (detail["tasks"][0]["unit"], detail["aims"][0]["target"]) == ("KMIII", "25")
    assert client.get(f"{V1}programmes/{draft.public_id}/").status_code == 404
    assert key(cycle.officer).get(f"{V1}programmes/?state=draft").json()["count"] == 1


def test_competitions_when_announced(cycle: Cycle, client: Client, key: Callable[..., APIClient]) -> None:
    announced, draft = cycle.competition(), cycle.competition(to="draft")
    rows = client.get(f"{V1}competitions/").json()["results"]
    assert [row["id"] for row in rows] == [announced.public_id]
    detail = client.get(f"{V1}competitions/{announced.public_id}/").json()
    assert len(detail["criteria"]) == 6
    assert detail["offers_due"] == "2026-12-14T23:59:59+01:00"
    assert {"Termin składania ofert", "Wybór ofert"} <= {term["name"] for term in detail["timetable"]}
    assert client.get(f"{V1}competitions/{draft.public_id}/").status_code == 404
    assert key(cycle.officer).get(f"{V1}competitions/").json()["count"] == 2


def test_competitions_that_take_offers_now(cycle: Cycle, client: Client) -> None:
    competition = cycle.competition()
    cycle.close(competition)
    assert client.get(f"{V1}competitions/?open=true").json()["count"] == 0
    assert client.get(f"{V1}competitions/?open=false&year=2027&sphere=16").json()["count"] == 1


def test_results_once_resolved(cycle: Cycle, client: Client) -> None:
    competition = cycle.competition()
    good, weak = cycle.offer(competition), cycle.offer(competition, **{"III.1": "Kulig"})
    cycle.concluded(competition, points={weak.number or 0: [5] * 6})
    address = f"{V1}results/{competition.public_id}/"
    assert client.get(address).status_code == 404
    cycle.resolved(competition)
    lists = client.get(address).json()
    assert [(row["task"], row["amount"], row["points"]) for row in lists["awarded"]] == [
        (good.title, "10000.00", "100.00")
    ]
    assert [row["task"] for row in lists["refused"]] == ["Kulig"]
    assert lists["refused"][0]["reason"]
    assert lists["total"] == "10000.00"


def test_a_document_opens_for_whoever_sees_its_case(
    cycle: Cycle, client: Client, key: Callable[..., APIClient], run_jobs: Callable[[], int]
) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation())
    run_jobs()
    document = documents_of(offer).get()
    address = f"{V1}documents/{document.public_id}/"
    alice, bob = key(cycle.signatory(offer.organisation)), key(cycle.signatory(cycle.organisation()))
    assert alice.get(address).json()["sha256"] == document.sha256
    file = alice.get(f"{address}file/", HTTP_ACCEPT="application/pdf")
    assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")
    for stranger in (bob, client):
        assert stranger.get(address).status_code == 404
        problem = stranger.get(f"{address}file/", HTTP_ACCEPT="application/pdf")
        assert (problem.status_code, problem.json()["code"]) == (404, "not-found")


def make(cycle: Cycle, what: str, number: int) -> None:
    """One more row of a public list."""
    if what == "resolutions":
        cycle.resolution()
    elif what == "organisations":
        cycle.organisation()
    elif what == "programmes":
        cycle.programme(year=2027 + number)
    else:
        cycle.competition()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("what", ["resolutions", "organisations", "programmes", "competitions"])
def test_public_lists_cost_two_queries_at_any_size(
    cycle: Cycle, client: Client, what: str, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make(cycle, what, number)
    with django_assert_num_queries(2):
        assert client.get(f"{V1}{what}/").json()["count"] >= count
