"""Reports in the API: begun once, saved from a known revision, submitted with the same answer twice."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from competitions.agreements.models import Agreement
from competitions.reports.models import Report
from tests.factories.content import report_content
from tests.factories.cycle import REPORTED, Cycle

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
REPORTS = "/api/v1/reports/"


@pytest.fixture(autouse=True)
def _reported() -> Iterator[None]:
    with time_machine.travel(REPORTED, tick=False):
        yield


@pytest.fixture
def agreement(cycle: Cycle) -> Agreement:
    return cycle.paid()


@pytest.fixture
def alice(cycle: Cycle, agreement: Agreement, key: Key) -> APIClient:
    return key(cycle.signatory(agreement.offer.organisation))


@pytest.fixture
def bob(cycle: Cycle, key: Key) -> APIClient:
    return key(cycle.signatory(cycle.organisation("Stowarzyszenie Boba")))


def test_from_the_plan_to_a_submitted_report(agreement: Agreement, alice: APIClient) -> None:
    body = {"agreement": agreement.public_id}
    begun = [alice.post(REPORTS, body, format="json") for _ in range(2)]
    assert [answer.status_code for answer in begun] == [200, 200]
    assert begun[0].json()["id"] == begun[1].json()["id"]
    address = f"{REPORTS}{begun[0].json()['id']}/"
    refused = alice.post(f"{address}submit/")
    assert refused.status_code == 409
    assert refused.json()["sentences"] == [row["sentence"] for row in alice.get(f"{address}check/").json()]
    saved = alice.put(f"{address}content/", {"revision": 0, "content": report_content()}, format="json")
    assert saved.json()["revision"] == 1
    assert alice.get(f"{address}check/").json() == []
    first, again = alice.post(f"{address}submit/"), alice.post(f"{address}submit/")
    assert first.json() == again.json()
    assert first.json()["spent_grant"] == "10000.00"
    assert first.json()["late"] is False
    late = alice.put(f"{address}content/", {"revision": 1, "content": {}}, format="json")
    assert late.status_code == 409


def test_a_stale_revision_overwrites_nothing(cycle: Cycle, agreement: Agreement, alice: APIClient) -> None:
    report = cycle.report(agreement, to="draft")
    address = f"{REPORTS}{report.public_id}/content/"
    answer = alice.put(address, {"revision": 0, "content": {}}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale-report")
    strange = alice.put(address, {"revision": 1, "content": {"III.1": "pole oferty"}}, format="json")
    assert list(strange.json()["errors"]) == ["content.III.1"]
    report.refresh_from_db()
    assert report.content == report_content()


def test_a_foreign_report_does_not_exist_for_any_verb(cycle: Cycle, agreement: Agreement, bob: APIClient) -> None:
    begun = bob.post(REPORTS, {"agreement": agreement.public_id}, format="json")
    assert (begun.status_code, list(begun.json()["errors"])) == (400, ["agreement"])
    report = cycle.report(agreement, to="draft")
    address = f"{REPORTS}{report.public_id}/"
    answers = [
        bob.get(address),
        bob.get(f"{address}check/"),
        bob.put(f"{address}content/", {"revision": 1, "content": {}}, format="json"),
        bob.post(f"{address}submit/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert bob.get(REPORTS).json()["count"] == 0
    assert Report.objects.get().content == report_content()


def test_staff_read_submitted_reports_only(cycle: Cycle, agreement: Agreement, key: Key) -> None:
    report = cycle.report(agreement, to="draft")
    staff = key(cycle.officer)
    assert staff.get(f"{REPORTS}{report.public_id}/").status_code == 404
    cycle.report(agreement)
    assert staff.get(f"{REPORTS}{report.public_id}/").json()["content"]["I.1"] == report_content()["I.1"]


def test_there_is_no_report_before_the_payment(cycle: Cycle, key: Key) -> None:
    offer = cycle.offer(cycle.competition())
    cycle.resolved(offer.competition)
    agreement = cycle.agreement(offer, to="signed")
    client = key(cycle.signatory(offer.organisation))
    answer = client.post(REPORTS, {"agreement": agreement.public_id}, format="json")
    assert answer.status_code == 403
    assert "po wypłacie" in answer.json()["detail"]


def test_the_list_costs_three_queries(
    cycle: Cycle, agreement: Agreement, alice: APIClient, django_assert_num_queries: Any
) -> None:
    cycle.report(agreement)
    alice.get(REPORTS)
    with django_assert_num_queries(3):
        assert alice.get(REPORTS).json()["count"] == 1
