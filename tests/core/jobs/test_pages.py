"""Pages of jobs: who asked sees how far it is, administrators see all, nobody else knows it exists."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from config.celery import app, timetable
from core.accounts.actor import VISITOR, Actor
from core.jobs import handlers
from core.jobs.access import visible
from core.jobs.actions import again, enqueue
from core.jobs.handlers import handler
from core.jobs.models import Job, State
from core.jobs.panels import mine
from core.jobs.runner import Run, drain, run
from core.jobs.tasks import clock
from core.workflow.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def names() -> Iterator[None]:
    before = dict(handlers.HANDLERS)

    @handler("test.report", label="Sprawozdanie roczne")
    def report(run: Run) -> dict[str, Any]:
        return {"link": "/wynik/"}

    @handler("test.refused", label="Import <b>")
    def refused(run: Run) -> None:
        raise Refusal("Plik jest pusty.")

    yield
    handlers.HANDLERS.clear()
    handlers.HANDLERS.update(before)


@pytest.fixture
def alice(people: Any) -> Actor:
    actor: Actor = people()
    return actor


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def test_who_sees_it(alice: Actor, people: Any, at: datetime, clock: Actor) -> None:
    job = enqueue("test.report", actor=alice)
    assert list(visible(alice, at)) == list(visible(people("administrator"), at)) == list(visible(clock, at)) == [job]
    assert not visible(people(), at).exists()
    assert not visible(people("auditor"), at).exists()
    assert not visible(VISITOR, at).exists()
    stranger = signed_in(people())
    for address in ("", "stan/", "ponow/"):
        ask = stranger.post if address == "ponow/" else stranger.get
        assert ask(f"/zadania/{job.public_id}/{address}").status_code == 404
    assert Client().get(f"/zadania/{job.public_id}/").status_code == 302


def test_progress_survives_a_reload(alice: Actor) -> None:
    job = enqueue("test.report", actor=alice)
    client = signed_in(alice)
    Job.objects.update(state=State.RUNNING, progress_done=3, progress_total=12, progress_label="tabela T4")
    for _ in range(2):
        page = client.get(f"/zadania/{job.public_id}/")
        assert "tabela T4" in page.content.decode()
        assert 'value="25"' in page.content.decode()
    fragment = client.get(f"/zadania/{job.public_id}/", headers={"HX-Request": "true"}).content.decode()
    assert "tabela T4" in fragment
    assert "<html" not in fragment
    state = client.get(f"/zadania/{job.public_id}/stan/").json()
    assert (state["state"], state["percent"], state["done"], state["total"]) == ("running", 25, 3, 12)


def test_result_is_a_link(alice: Actor) -> None:
    job = enqueue("test.report", actor=alice)
    drain()
    client = signed_in(alice)
    assert 'href="/wynik/"' in client.get(f"/zadania/{job.public_id}/").content.decode()
    assert client.get(f"/zadania/{job.public_id}/stan/").json()["link"] == "/wynik/"


def test_failed_job_says_why_and_can_be_asked_for_anew(alice: Actor) -> None:
    job = enqueue("test.refused", actor=alice)
    client = signed_in(alice)
    assert client.post(f"/zadania/{job.public_id}/ponow/").status_code == 403, "it has not failed yet"
    run(job.pk)
    page = client.get(f"/zadania/{job.public_id}/").content.decode()
    assert "Plik jest pusty." in page
    assert "Import &lt;b&gt;" in page
    first = client.post(f"/zadania/{job.public_id}/ponow/")
    second = client.post(f"/zadania/{job.public_id}/ponow/")
    assert first["Location"] == second["Location"], "a double click asks once"
    assert Job.objects.count() == 2
    assert client.get(f"/zadania/{job.public_id}/ponow/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_panel(alice: Actor, at: datetime, rows: int, django_assert_num_queries: Any) -> None:
    panel = mine(alice, None, now())
    assert panel is not None
    assert panel.empty
    for _ in range(rows):
        enqueue("test.report", actor=alice)
    with django_assert_num_queries(1):
        panel = mine(alice, None, now())
    assert panel is not None
    assert len(panel.context["jobs"]) == rows
    assert mine(VISITOR, None, now()) is None


def on_desk(actor: Actor, at: datetime) -> list[Job]:
    panel = mine(actor, None, at)
    assert panel is not None
    jobs: list[Job] = panel.context["jobs"]
    return jobs


def test_what_is_done_leaves_the_desk_after_a_day(alice: Actor) -> None:
    job = enqueue("test.report", actor=alice)
    drain()
    job.refresh_from_db()
    assert job.finished_at is not None
    assert on_desk(alice, job.finished_at + timedelta(days=1)) == [job]
    assert on_desk(alice, job.finished_at + timedelta(days=1, seconds=1)) == []


def test_a_failure_stays_until_it_is_tried_again(alice: Actor) -> None:
    failed = enqueue("test.refused", actor=alice)
    run(failed.pk)
    later = now() + timedelta(days=10)
    for _ in range(6):
        run(enqueue("test.report", actor=alice).pk)
    assert on_desk(alice, later) == [failed]
    assert on_desk(alice, now())[0] == failed, "what is done does not push it off"
    live = again(failed, actor=alice, at=now())
    assert on_desk(alice, later) == [live]
    run(live.pk)
    assert on_desk(alice, later) == [live], "it failed once more"
    assert on_desk(alice, later + timedelta(days=30)) == []


def test_another_failure_is_not_taken_for_a_repeat(alice: Actor) -> None:
    failures = [enqueue("test.refused", actor=alice), enqueue("test.refused", actor=alice)]
    for job in failures:
        run(job.pk)
    assert on_desk(alice, now()) == failures[::-1]


def test_clock_asks_for_one_job_at_a_time() -> None:
    clock("test.report")
    clock("test.report")
    assert Job.objects.count() == 1
    drain()
    clock("test.report")
    assert Job.objects.count() == 2


def test_everything_in_the_timetable_can_be_done() -> None:
    app.finalize()
    assert app.conf.beat_schedule == timetable()
    app.loader.import_default_modules()
    for entry in timetable().values():
        assert entry["task"] in app.tasks
        for name in entry.get("args", ()):
            assert name in handlers.HANDLERS
