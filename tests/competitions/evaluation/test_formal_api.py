"""Formal cards in the API: filled by one, approved or sent back by another, each once; nobody outside the office sees them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from competitions.calls.models import Competition
from competitions.corrections.models import Correction
from competitions.evaluation.models import FormalCheck
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, Cycle

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CHECKS = "/api/v1/formal-checks/"


@pytest.fixture(autouse=True)
def _checked() -> Iterator[None]:
    with time_machine.travel(CHECKED, tick=False):
        yield


@pytest.fixture
def confirmed(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    return cycle.offer(competition, ours, to="confirmed")


def card(client: APIClient, offer: Offer, /, proposal: str = "accept", unlocked: Any = (), **no: str) -> dict[str, Any]:
    """Every question as the system found it, "yes" where it left it open; `no`: question → why not."""
    rows = client.get(f"{CHECKS}questions/", {"offer": offer.public_id}).json()
    answers = [
        {
            "question": row["question"],
            "answer": "no" if row["question"] in no else row["found"] or "yes",
            "note": no.get(row["question"], ""),
        }
        for row in rows
    ]
    return {"offer": offer.public_id, "answers": answers, "proposal": proposal, "unlocked": list(unlocked)}


def test_filled_by_one_approved_by_another(cycle: Cycle, confirmed: Offer, key: Key) -> None:
    one, two = key(cycle.officer), key(cycle.second)
    body = card(one, confirmed)
    first, again = (one.post(CHECKS, body, format="json") for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    assert (first.json()["state"], first.json()["own"], FormalCheck.objects.count()) == ("filled", True, 1)
    address = f"{CHECKS}{first.json()['id']}/"
    assert one.post(f"{address}approve/").json()["code"] == "same-eyes"
    done = [two.post(f"{address}approve/") for _ in range(2)]
    assert (done[0].json(), done[0].json()["state"]) == (done[1].json(), "approved")
    assert two.get(address).json()["own"] is False
    confirmed.refresh_from_db()
    assert confirmed.state == "accepted"
    assert "Olga" not in two.get(address).content.decode()


def test_a_correction_begins_with_an_approved_card(cycle: Cycle, confirmed: Offer, key: Key) -> None:
    one, two = key(cycle.officer), key(cycle.second)
    body = card(one, confirmed, "correct", ["III.3"], accessibility="brak opisu dojazdu")
    check = one.post(CHECKS, body, format="json").json()
    sent = [two.post(f"{CHECKS}{check['id']}/send-back/", {"remark": "Dopisz."}, format="json") for _ in range(2)]
    assert [each.json()["state"] for each in sent] == ["sent_back", "sent_back"]
    assert one.post(CHECKS, body, format="json").json()["state"] == "filled"
    assert two.post(f"{CHECKS}{check['id']}/approve/").status_code == 200
    assert Correction.objects.get().fields == ["III.3"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"answers": []}, 409, "incomplete-formal-check"),
        ({"answers": [{"question": "nieznane", "answer": "yes"}]}, 400, "invalid"),
        ({"answers": [{"question": "limit", "answer": "maybe"}]}, 400, "invalid"),
        ({"answers": [{"question": "limit", "answer": "yes"}] * 2}, 400, "invalid"),
        ({"proposal": "nagroda"}, 400, "invalid"),
        ({"proposal": "reject"}, 409, None),
        ({"offer": "nieznana"}, 400, "invalid"),
    ],
)
def test_a_wrong_card_changes_nothing(
    cycle: Cycle, confirmed: Offer, key: Key, change: dict[str, Any], status: int, code: str | None
) -> None:
    client = key(cycle.officer)
    answer = client.post(CHECKS, {**card(client, confirmed), **change}, format="json")
    assert answer.status_code == status
    assert code in (None, answer.json()["code"])
    assert not FormalCheck.objects.exists()


def test_no_outsider_sees_a_card(
    cycle: Cycle, confirmed: Offer, alice: Actor, people: Any, key: Key, enter: Callable[[Actor], Any]
) -> None:
    client = key(cycle.officer)
    body = card(client, confirmed)
    check = client.post(CHECKS, body, format="json").json()
    outsider = enter(alice)
    assert outsider.get(CHECKS).json()["count"] == 0
    assert outsider.get(f"{CHECKS}{check['id']}/").status_code == 404
    assert outsider.get(f"{CHECKS}questions/", {"offer": confirmed.public_id}).status_code == 403
    assert outsider.post(CHECKS, body, content_type="application/json").status_code == 403
    assert outsider.post(f"{CHECKS}{check['id']}/approve/").status_code == 404
    auditor = key(people("auditor"))
    assert auditor.get(f"{CHECKS}{check['id']}/").status_code == 200
    assert auditor.post(f"{CHECKS}{check['id']}/approve/").status_code == 403
