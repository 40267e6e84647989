"""Odd characters through the API: what goes in as text comes out the same."""

from collections.abc import Callable

import pytest
import time_machine
from rest_framework.test import APIClient

from tests.factories.content import offer_content
from tests.factories.cycle import WRITTEN, Cycle
from tests.naughty import kept

pytestmark = pytest.mark.django_db


def test_the_content_of_an_offer_comes_back_as_it_was_sent(cycle: Cycle, key: Callable[..., APIClient]) -> None:
    with time_machine.travel(WRITTEN, tick=False):
        offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft")
        client = key(cycle.signatory(offer.organisation))
        texts = [each for each in kept() if each == each.strip() and "\r" not in each and len(each) <= 1000]
        action = {"description": "Opis.", "group": "", "term": "", "outside": ""}
        for start in range(0, len(texts), 200):
            rows = [{**action, "name": text} for text in texts[start : start + 200]]
            body = {"revision": offer.revision, "content": offer_content(**{"III.4": rows, "III.3": texts[start]})}
            address = f"/api/v1/offers/{offer.public_id}/"
            answer = client.put(f"{address}content/", body, format="json")
            assert answer.status_code == 200, answer.json()
            came = client.get(address).json()["content"]
            assert [row["name"] for row in came["III.4"]] == texts[start : start + 200]
            assert came["III.3"] == texts[start]
            offer.refresh_from_db()
