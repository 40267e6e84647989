"""Changes in the API: public with their competition, by competition and kind."""

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.changes import actions
from core.accounts.actor import Actor
from tests.factories.cycle import WRITTEN, Cycle

pytestmark = pytest.mark.django_db


def test_what_was_announced_after_the_announcement(
    cycle: Cycle, competition: Competition, officer: Actor, client: Client
) -> None:
    other = cycle.competition()
    for each in (competition, other):
        actions.suspend(each, reason="awaria", actor=officer, clock=lambda: WRITTEN)
    actions.resume(competition, reason="naprawiono", actor=officer, at=WRITTEN.replace(day=3))
    rows = client.get(f"/api/v1/changes/?competition={competition.public_id}").json()["results"]
    assert [(row["kind"], row["number"]) for row in rows] == [("resumption", 2), ("suspension", 1)]
    assert rows[0]["rows"][0]["name"] == "termin składania ofert"
    assert client.get("/api/v1/changes/?kind=suspension").json()["count"] == 2
    assert client.get("/api/v1/changes/?kind=inna").status_code == 400
    assert client.get(f"/api/v1/competitions/{other.public_id}/").json()["state"] == "suspended"
