"""Odd characters through the API: what goes in as text comes out the same, names of organisations in their one form.

Organisations are only read through the API; they go in by an import here.
"""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from rest_framework.test import APIClient

from core.accounts.actor import Actor
from core.tables.spreadsheet import csv_lines
from law.identity import name
from ngo.registry.actions.files import import_file
from ngo.registry.models import Organisation, Source
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


def test_the_names_of_organisations_come_as_they_are_stored(clock: Actor, at: datetime) -> None:
    texts = [each for each in kept() if "\ud83d" not in each]
    rows = [[str(number), text] for number, text in enumerate(texts, start=1)]
    file = io.BytesIO(b"".join(csv_lines(["krs", "nazwa"], rows)))
    made = import_file(file, name="wykaz.csv", actor=clock, at=at)
    stored = dict(Organisation.objects.values_list("krs", "name"))
    assert made.rejected + len(stored) == len(texts)
    assert len(stored) > 600
    assert all(name(each) == each for each in stored.values())
    client, came, address = APIClient(), {}, "/api/v1/organisations/?page_size=100"
    Organisation.objects.update(source=Source.KRS)
    while address:
        answer = client.get(address).json()
        came |= {each["krs"]: each["name"] for each in answer["results"]}
        address = answer["next"]
    assert came == stored
