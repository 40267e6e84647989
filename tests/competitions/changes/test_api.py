"""Changes in the API: public with their competition, by competition and kind; made by staff alone, each once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from competitions.calls.models import Competition
from competitions.changes import actions
from competitions.changes.models import Change
from core.accounts.actor import Actor
from tests.factories.cycle import CLOSED, DEADLINE, WRITTEN, Cycle

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CHANGES = "/api/v1/changes/"
LATER = {
    "offers_due": "2026-12-18T23:59:59+01:00",
    "confirmation_due": "2026-12-28T16:00:00+01:00",
    "selection_by": "2027-02-15",
}
ANEW = {
    "offers_due": "2026-12-28T23:59:59+01:00",
    "confirmation_due": "2027-01-04T16:00:00+01:00",
    "selection_by": "2027-02-15",
}
PARTS = [{"title": "Śpiew", "pool": "60000.00", "max_grant": "9000.00"}, {"title": "Rękodzieło", "pool": "40000.00"}]
VERBS = ("extend", "correct", "suspend", "resume", "call-off", "cancel")


@pytest.fixture
def _written() -> Iterator[None]:
    with time_machine.travel(WRITTEN, tick=False):
        yield


def body(competition: Competition, **more: Any) -> dict[str, Any]:
    return {"competition": competition.public_id, "reason": "Awaria generatora.", **more}


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


@pytest.mark.usefixtures("_written")
class TestVerbs:
    def test_extended_once_however_often_it_is_sent(self, competition: Competition, officer: Actor, key: Key) -> None:
        client = key(officer)
        first, again = (client.post(f"{CHANGES}extend/", body(competition, **LATER), format="json") for _ in range(2))
        assert (first.status_code, first.json()) == (200, again.json())
        assert first.json()["kind"] == "extension"
        assert Change.objects.count() == 1
        competition.refresh_from_db()
        assert competition.offers_due > DEADLINE

    def test_corrected_where_something_is_sent_and_nowhere_else(
        self, cycle: Cycle, competition: Competition, officer: Actor, key: Key
    ) -> None:
        sent = body(competition, contact="tel. 42 000 00 00", resolution=cycle.resolution().public_id)
        before = Competition.objects.values().get(pk=competition.pk)
        answer = key(officer).post(f"{CHANGES}correct/", sent, format="json")
        assert [row["after"] for row in answer.json()["rows"]] == ["tel. 42 000 00 00"]
        assert (answer.json()["kind"], answer.json()["anew"]) == ("correction", False)
        after = Competition.objects.values().get(pk=competition.pk)
        assert {name for name in before if before[name] != after[name]} == {"contact", "changed"}

    def test_an_element_of_the_announcement_gives_the_days_anew(
        self, competition: Competition, officer: Actor, key: Key
    ) -> None:
        answer = key(officer).post(f"{CHANGES}correct/", body(competition, pool="90000.00"), format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, "refused")
        assert "art. 13 ust. 1 i 2" in answer.json()["basis"]
        competition.refresh_from_db()
        assert (competition.pool, competition.changed) == (100000, 0)

    def test_sub_tasks_are_corrected_by_number_and_what_is_not_sent_stays(
        self, cycle: Cycle, officer: Actor, key: Key
    ) -> None:
        divided, client = cycle.competition(subtasks=PARTS), key(officer)
        sent = body(divided, **ANEW, subtasks=[{"number": 1, "pool": "70000.00"}, {"number": 2, "pool": "30000.00"}])
        first, again = (client.post(f"{CHANGES}correct/", sent, format="json") for _ in range(2))
        assert (first.status_code, first.json()) == (200, again.json())
        rows = [row["name"] for row in first.json()["rows"] if "podzadanie" in row["name"]]
        assert rows == ["podzadanie 1: pula podzadania", "podzadanie 2: pula podzadania"]
        assert first.json()["anew"]
        kept = [("Śpiew", 70000, 9000), ("Rękodzieło", 30000, None)]
        assert [(row.title, row.pool, row.max_grant) for row in divided.subtasks.all()] == kept
        freed = client.post(
            f"{CHANGES}correct/",
            body(
                divided,
                **{**ANEW, "offers_due": "2026-12-30T23:59:59+01:00"},
                subtasks=[{"number": 1, "max_grant": None}],
            ),
            format="json",
        )
        assert freed.status_code == 200
        assert divided.subtasks.get(number=1).max_grant is None

    @pytest.mark.parametrize(
        "rows",
        [
            [{"number": 3, "title": "Taniec"}],
            [{"number": 1, "title": "Taniec"}, {"number": 1, "title": "Tańce"}],
            [{"title": "Taniec"}],
            [{"number": 1, "pool": "NaN"}],
            [{"number": 1, "title": ""}],
            "Taniec",
        ],
    )
    def test_a_sub_task_that_cannot_be_is_refused_and_nothing_changes(
        self, cycle: Cycle, officer: Actor, key: Key, rows: Any
    ) -> None:
        divided = cycle.competition(subtasks=PARTS)
        answer = key(officer).post(f"{CHANGES}correct/", body(divided, subtasks=rows), format="json")
        assert answer.status_code == 400
        assert [name.split(".")[0] for name in answer.json()["errors"]] == ["subtasks"]
        assert not Change.objects.exists()

    def test_a_competition_that_is_not_divided_has_no_sub_task_to_correct(
        self, competition: Competition, officer: Actor, key: Key
    ) -> None:
        sent = body(competition, subtasks=[{"number": 1, "title": "Taniec"}])
        answer = key(officer).post(f"{CHANGES}correct/", sent, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["subtasks"])

    def test_suspended_and_resumed(self, competition: Competition, officer: Actor, key: Key) -> None:
        client = key(officer)
        for verb, state in (("suspend", "suspended"), ("resume", "open")):
            for _ in range(2):
                assert client.post(f"{CHANGES}{verb}/", body(competition), format="json").status_code == 200
            competition.refresh_from_db()
            assert competition.state == state
        assert Change.objects.count() == 2

    def test_called_off_by_the_board_where_that_is_reserved(
        self, cycle: Cycle, competition: Competition, officer: Actor, key: Key
    ) -> None:
        client, address = key(officer), f"{CHANGES}call-off/"
        assert list(client.post(address, body(competition), format="json").json()["errors"]) == ["resolution"]
        sejmik = cycle.resolution(body="assembly").public_id
        answer = client.post(address, body(competition, resolution=sejmik), format="json")
        assert list(answer.json()["errors"]) == ["resolution"]
        sent = body(competition, resolution=cycle.resolution().public_id)
        assert client.post(address, sent, format="json").status_code == 409
        Competition.objects.update(calling_off_reserved=True)
        assert [client.post(address, sent, format="json").status_code for _ in range(2)] == [200, 200]
        competition.refresh_from_db()
        assert (competition.state, Change.objects.count()) == ("called_off", 1)

    def test_cancelled_only_when_there_is_nothing_to_choose(
        self, cycle: Cycle, competition: Competition, officer: Actor, key: Key
    ) -> None:
        offer = cycle.offer(competition)
        cycle.close(competition)
        client, sent = key(officer), body(competition, resolution=cycle.resolution().public_id)
        with time_machine.travel(CLOSED, tick=False):
            assert client.post(f"{CHANGES}cancel/", sent, format="json").json()["code"] == "refused"
            type(offer).objects.update(state="withdrawn")
            assert [client.post(f"{CHANGES}cancel/", sent, format="json").status_code for _ in range(2)] == [200, 200]
        competition.refresh_from_db()
        assert (competition.state, Change.objects.get().kind) == ("cancelled", "cancellation")

    @pytest.mark.parametrize("verb", VERBS)
    def test_staff_with_the_scope_alone(
        self, cycle: Cycle, competition: Competition, officer: Actor, key: Key, verb: str
    ) -> None:
        sent = body(competition, resolution=cycle.resolution().public_id, **LATER)
        signatory = cycle.signatory(cycle.organisation())
        assert key(officer, "competitions:read").post(f"{CHANGES}{verb}/", sent, format="json").status_code == 403
        assert APIClient().post(f"{CHANGES}{verb}/", sent, format="json").status_code == 401
        session = APIClient()
        session.force_login(signatory.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert session.post(f"{CHANGES}{verb}/", sent, format="json").status_code == 403
        unknown = key(officer).post(f"{CHANGES}{verb}/", {**sent, "competition": "nieznany"}, format="json")
        assert list(unknown.json()["errors"]) == ["competition"]
        assert not Change.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"offers_due": "kiedyś"}, "offers_due"),
            ({"offers_due": "0001-01-01T00:00:00+10:00"}, "offers_due"),
            ({"offers_due": "9999-12-31T23:59:59Z"}, "offers_due"),
            ({"reason": "dzwonek\x07"}, "reason"),
            ({"reason": ""}, "reason"),
            ({"resolution": "nieznana"}, "resolution"),
        ],
    )
    def test_what_has_no_shape_is_refused_by_name(
        self, competition: Competition, officer: Actor, key: Key, sent: dict[str, str], field: str
    ) -> None:
        answer = key(officer).post(f"{CHANGES}extend/", body(competition, **{**LATER, **sent}), format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
        assert not Change.objects.exists()
