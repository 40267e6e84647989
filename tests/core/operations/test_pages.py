"""The administrator's page, health and metrics: who may see them, what they say, what they cost."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from django.utils.timezone import now

from core.accounts.actor import Actor
from core.audit.ledger import take_checkpoint
from core.jobs import handlers
from core.jobs.actions import enqueue
from core.jobs.handlers import handler
from core.jobs.models import Job, State
from core.jobs.runner import Run, run
from core.operations import health
from core.operations.requests import RouteOnly
from core.workflow.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def failing_job() -> Iterator[None]:
    before = dict(handlers.HANDLERS)

    @handler("test.failing", label="Wczytanie pliku")
    def failing(run: Run) -> None:
        raise Refusal("Plik jest pusty.")

    yield
    handlers.HANDLERS.clear()
    handlers.HANDLERS.update(before)


def fail(count: int) -> list[Job]:
    jobs = [enqueue("test.failing") for _ in range(count)]
    for job in jobs:
        run(job.pk)
    return jobs


@pytest.fixture
def administrator(people: Any) -> Actor:
    actor: Actor = people("administrator", name="Ada Administratorka")
    return actor


def test_for_administrators_only(administrator: Actor, people: Any, enter: Any) -> None:
    assert enter(administrator).get("/administracja/").status_code == 200
    assert enter(people("auditor")).get("/administracja/").status_code == 403
    assert Client().get("/administracja/").status_code == 302
    assert enter(administrator).post("/administracja/").status_code == 405


@pytest.mark.parametrize("rows", [1, 6])
def test_what_it_costs_at_any_size(
    administrator: Actor, people: Any, enter: Any, rows: int, django_assert_num_queries: Any, tmp_path: Path
) -> None:
    client = enter(administrator)
    fail(rows)
    for number in range(rows):
        UserSession.objects.create(user=people().user, ip="192.0.2.1", session_key=f"s{number}", user_agent="Firefox")
    take_checkpoint(at=now())
    with django_assert_num_queries(10):
        page = client.get("/administracja/")
    assert page.status_code == 200


def test_what_it_says(administrator: Actor, enter: Any) -> None:
    (job,) = fail(1)
    UserSession.objects.create(user=administrator.person, ip="192.0.2.7", session_key="s", user_agent="Firefox 140")
    client = enter(administrator)
    page = client.get("/administracja/").content.decode()
    for words in (
        "są zadania, które się nie udały",
        "Wczytanie pliku",
        "Plik jest pusty.",
        "jeszcze jej nie było",
        "192.0.2.7",
    ):
        assert words in page
    assert "Pierwszy punkt kontrolny powstanie" in page
    again = client.post(f"/zadania/{job.public_id}/ponow/")
    assert again.status_code == 302
    assert Job.objects.filter(state=State.WAITING).count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_backup_is_shown_until_it_is_too_old(
    administrator: Actor, enter: Any, tmp_path: Path, settings: Any
) -> None:
    call_command("backup", str(tmp_path / "kopia.tar.gz"))
    page = enter(administrator).get("/administracja/").content.decode()
    assert "kopia.tar.gz" in page
    assert "za stara" not in page
    settings.BACKUP_EVERY = -timedelta(minutes=1)
    assert "za stara" in enter(administrator).get("/administracja/").content.decode()


def test_health(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    answer = Client().get("/zdrowie/")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = Client().get("/zdrowie/")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "broker": False, "disk": True}
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert Client().get("/zdrowie/").json()["checks"]["disk"] is False
    assert Client().get("/zdrowie/proces/").json() == {"alive": True}, "whatever else is broken, the process answers"


def test_metrics_are_for_the_watchman_only(settings: Any) -> None:
    client = Client()
    assert client.get("/metryki/").status_code == 200
    assert client.get("/metryki/", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metryki/", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404, "came through a proxy"
    settings.METRICS_TOKEN = "zeton"
    assert client.get("/metryki/").status_code == 404
    assert client.get("/metryki/", headers={"Authorization": "Bearer inny"}).status_code == 404
    proxied = {"Authorization": "Bearer zeton", "X-Forwarded-For": "192.0.2.1"}
    assert client.get("/metryki/", headers=proxied).status_code == 200


def test_metrics_tell_what_piles_up() -> None:
    fail(2)
    enqueue("test.failing")
    Job.objects.filter(state=State.WAITING).update(created_at=now() - timedelta(hours=1))
    take_checkpoint(at=now())
    lines = dict(
        line.rsplit(" ", 1) for line in Client().get("/metryki/").content.decode().splitlines() if line[0] != "#"
    )
    assert lines['pozytek_jobs{state="failed"}'] == "2.0"
    assert lines['pozytek_jobs{state="waiting"}'] == "1.0"
    assert 3600 <= float(lines["pozytek_jobs_oldest_waiting_seconds"]) < 3700
    assert lines['pozytek_healthy{check="database"}'] == "1.0"
    assert float(lines["pozytek_checkpoint_timestamp_seconds"]) > 0
    assert "pozytek_backup_timestamp_seconds" not in lines, "no backup yet"


def test_log_says_how_requests_ended_and_nothing_personal(
    administrator: Actor, enter: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = enter(administrator).get("/zadania/nie-ma/?q=Kowalska")
    (record,) = [record for record in caplog.records if record.name == "pozytek.request"]
    event = record.msg
    assert isinstance(event, dict)
    assert {key: event[key] for key in ("method", "route", "status")} == {
        "method": "GET",
        "route": "job",
        "status": 404,
    }
    assert event["request_id"] == answer["X-Request-ID"]
    written = json.dumps(event, default=str)
    for word in ("Kowalska", "nie-ma", "127.0.0.1", administrator.person.email, administrator.person.name):
        assert word not in written


def test_lines_of_the_framework_name_the_route_too() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Error: %s", ("/konto/tajny-klucz/",), None)
    record.request = Client().get("/konto/tajny-klucz/").wsgi_request
    record.request.resolver_match = resolve("/konto/zaproszenie/tajny-klucz/")
    record.status_code = 500
    assert RouteOnly().filter(record)
    assert record.getMessage() == "500: invitation"
