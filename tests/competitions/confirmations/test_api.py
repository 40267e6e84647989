"""Confirmations in the API: what a checksum names, one receipt for one paper, nothing for those who are not the office."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from competitions.confirmations.models import Receipt
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from ngo.papers.actions import declare_signatory
from tests.factories.cycle import CONFIRMED, Cycle

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CONFIRMATIONS = "/api/v1/confirmations/"


@pytest.fixture(autouse=True)
def _confirmed() -> Iterator[None]:
    with time_machine.travel(CONFIRMED, tick=False):
        yield


def body(filed: Offer, /, **more: Any) -> dict[str, Any]:
    sent = {"offer": filed.public_id, "checksum": filed.checksum, "channel": "paper"}
    return {**sent, "received_at": CONFIRMED.isoformat(), "others": "Żaneta Łęcka, prezeska", **more}


def test_a_checksum_names_the_version_that_waits(submitted: Offer, officer: Actor, key: Key) -> None:
    client = key(officer)
    found = client.get(f"{CONFIRMATIONS}check/", {"checksum": f" {submitted.checksum.upper()} "}).json()
    assert (found["digits"], found["short"], found["nearest"]) == (submitted.checksum, False, None)
    (version,) = found["versions"]
    assert (version["offer"], version["awaited"], version["reason"]) == (submitted.public_id, True, "")
    assert version["due"] == "2026-12-21T16:00:00+01:00"
    assert PersonalRead.objects.filter(page="reception", subject_id=submitted.public_id).count() == 1
    wrong = ("0" if submitted.checksum[0] != "0" else "8") + submitted.checksum[1:]
    near = client.get(f"{CONFIRMATIONS}check/", {"checksum": wrong}).json()
    assert (near["versions"], near["nearest"]["offer"], near["wrong"]) == ([], submitted.public_id, [1])
    assert client.get(f"{CONFIRMATIONS}check/", {"checksum": "ab12"}).json()["short"] is True
    assert client.get(f"{CONFIRMATIONS}check/", {"checksum": "a\x00b"}).status_code == 400


def test_received_once_however_often_it_is_sent(submitted: Offer, officer: Actor, key: Key) -> None:
    client = key(officer)
    first = client.post(CONFIRMATIONS, body(submitted), format="json")
    assert first.status_code == 201
    with time_machine.travel(CONFIRMED.replace(hour=12), tick=False):
        again = client.post(CONFIRMATIONS, body(submitted), format="json")
        assert (again.status_code, again.json()) == (200, first.json())
        other = client.post(CONFIRMATIONS, body(submitted, channel="e-delivery"), format="json")
    assert (other.status_code, other.json()["code"]) == (409, "wrong-confirmation")
    assert Receipt.objects.count() == 1
    submitted.refresh_from_db()
    assert submitted.state == "confirmed"
    reason = client.get(f"{CONFIRMATIONS}check/", {"checksum": submitted.checksum}).json()["versions"][0]["reason"]
    assert "już potwierdzono" in reason


def test_who_signed_is_named_from_the_list(
    cycle: Cycle, submitted: Offer, alice: Actor, officer: Actor, key: Key
) -> None:
    each = declare_signatory(
        submitted.organisation, name="Jan Ćwik", function="prezes", valid_from=None, actor=alice, at=CONFIRMED
    )
    client = key(officer)
    strange = client.post(CONFIRMATIONS, body(submitted, signatories=["obcy"]), format="json")
    assert list(strange.json()["errors"]) == ["signatories"]
    sent = body(submitted, others="", signatories=[each.public_id, each.public_id])
    answer = client.post(CONFIRMATIONS, sent, format="json")
    assert answer.json()["signed_by"] == [{"name": "Jan Ćwik", "function": "prezes", "confirmed": False}]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"received_at": "2026-12-19T10:00:00+01:00"}, 400, "invalid"),
        ({"channel": "gołąb"}, 400, "invalid"),
        ({"offer": "nieznana"}, 400, "invalid"),
        ({"others": "dwa\nwiersze"}, 400, "invalid"),
        ({"others": " "}, 409, "wrong-confirmation"),
        ({"checksum": "0" * 64}, 409, "wrong-confirmation"),
    ],
)
def test_a_wrong_paper_changes_nothing(
    submitted: Offer, officer: Actor, key: Key, sent: dict[str, str], status: int, code: str
) -> None:
    answer = key(officer).post(CONFIRMATIONS, body(submitted, **sent), format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Receipt.objects.exists()


def test_an_organisation_reads_its_own_and_receives_none(
    cycle: Cycle, submitted: Offer, alice: Actor, bob: Actor, officer: Actor, key: Key
) -> None:
    key(officer).post(CONFIRMATIONS, body(submitted), format="json")
    receipt = Receipt.objects.get()
    ours, theirs = key(alice), key(bob)
    assert [row["id"] for row in ours.get(CONFIRMATIONS).json()["results"]] == [receipt.public_id]
    assert ours.get(f"{CONFIRMATIONS}{receipt.public_id}/").json()["version"] == 1
    assert ours.get(f"{CONFIRMATIONS}check/", {"checksum": submitted.checksum}).json()["versions"] == []
    assert ours.post(CONFIRMATIONS, body(submitted), format="json").status_code == 403
    assert theirs.get(CONFIRMATIONS).json()["count"] == 0
    assert theirs.get(f"{CONFIRMATIONS}{receipt.public_id}/").status_code == 404
    session = APIClient()
    session.force_login(alice.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert session.post(CONFIRMATIONS, body(submitted), format="json").status_code == 403
