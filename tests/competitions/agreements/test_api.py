"""Agreements in the API: own ones for an organisation, all for the office, the account never in full."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from competitions.agreements.models import Agreement
from tests.factories.cycle import Cycle

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
AGREEMENTS = "/api/v1/agreements/"


@pytest.fixture
def agreement(cycle: Cycle) -> Agreement:
    return cycle.paid()


def test_an_organisation_reads_its_own_with_payments(cycle: Cycle, agreement: Agreement, key: Key) -> None:
    client = key(cycle.signatory(agreement.offer.organisation))
    shown = client.get(f"{AGREEMENTS}{agreement.public_id}/").json()
    assert shown["payments"] == [{"tranche": 1, "amount": "10000.00", "paid_on": "2027-03-01"}]
    assert shown["amount"] == "10000.00"
    assert shown["offer"] == agreement.offer.public_id


def test_the_account_and_signatories_do_not_leave(cycle: Cycle, agreement: Agreement, key: Key) -> None:
    for actor in (cycle.officer, cycle.signatory(agreement.offer.organisation)):
        for address in (AGREEMENTS, f"{AGREEMENTS}{agreement.public_id}/"):
            text = key(actor).get(address).content.decode()
            assert agreement.account not in text
            assert agreement.account[-4:] in text
            assert "Żaneta" not in text


def test_a_foreign_agreement_does_not_exist(cycle: Cycle, agreement: Agreement, key: Key) -> None:
    bob = key(cycle.signatory(cycle.organisation("Stowarzyszenie Boba")))
    assert bob.get(f"{AGREEMENTS}{agreement.public_id}/").status_code == 404
    assert bob.get(AGREEMENTS).json()["count"] == 0
    assert APIClient().get(AGREEMENTS).status_code == 401
    assert bob.post(AGREEMENTS, {}, format="json").status_code == 405


def test_filters(cycle: Cycle, agreement: Agreement, key: Key) -> None:
    client = key(cycle.officer)
    assert client.get(f"{AGREEMENTS}?state=paid&signed_from=2027-02-22").json()["count"] == 1
    assert client.get(f"{AGREEMENTS}?signed_to=2027-02-21").json()["count"] == 0


def test_the_list_costs_three_queries(
    cycle: Cycle, agreement: Agreement, key: Key, django_assert_num_queries: Any
) -> None:
    client = key(cycle.officer)
    client.get(AGREEMENTS)
    with django_assert_num_queries(3):
        assert client.get(AGREEMENTS).json()["count"] == 1
