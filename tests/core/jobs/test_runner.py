"""Jobs: asked for once, done once, tried again, given back, shown to whom they concern."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from core.jobs import handlers, runner
from core.jobs.actions import enqueue
from core.jobs.handlers import handler
from core.jobs.models import Job, State
from core.jobs.runner import LeaseLost, Run, drain, run, sweep, tidy
from core.workflow.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> list[Any]:
    return []


@pytest.fixture(autouse=True)
def names(done: list[Any]) -> Iterator[None]:
    """Handlers of these tests, gone after each."""
    before = dict(handlers.HANDLERS)

    @handler("test.note", label="Notowanie")
    def note(run: Run, value: Any) -> dict[str, Any]:
        done.append((value, str(run.actor)))
        return {"link": "/wynik/"}

    @handler("test.broken", label="Psucie", max_attempts=2)
    def broken(run: Run) -> None:
        done.append("attempt")
        raise ZeroDivisionError("Jan Kowalski, PESEL 44051401359")

    @handler("test.refused", label="Odmowa", max_attempts=5)
    def refused(run: Run) -> None:
        done.append("attempt")
        raise Refusal("Plik jest nieczytelny: nagłówek nie ma kolumny „NIP”.")

    yield
    handlers.HANDLERS.clear()
    handlers.HANDLERS.update(before)


def test_done_with_result_and_system_actor(done: list[Any]) -> None:
    job = enqueue("test.note", 7)
    assert drain() == 1
    job.refresh_from_db()
    assert done == [(7, "zadanie test.note")]
    assert (job.state, job.link, job.attempts, job.worker, job.lease_until) == (State.DONE, "/wynik/", 1, "", None)
    assert job.finished_at is not None
    assert job.percent == 100


def test_handler_works_at_the_moment_of_the_clock_given(at: datetime) -> None:
    moments: list[datetime] = []

    @handler("test.moment", label="Chwila")
    def moment(run: Run) -> None:
        moments.append(run.at)

    enqueue("test.moment")
    drain(lambda: at)
    before = now()
    enqueue("test.moment")
    drain()
    assert moments[0] == at
    assert before <= moments[1] <= now()
    told, real = Job.objects.order_by("pk")
    assert told.finished_at == at, "it ended at the moment of the story"
    assert real.finished_at is not None
    assert real.finished_at >= before


def test_unknown_name_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        enqueue("test.nobody")


def test_name_has_one_handler() -> None:
    with pytest.raises(ValueError, match="already"):
        handler("test.note", label="Inne")(lambda run: None)


def test_key_asks_once_while_live_and_anew_after_the_end(done: list[Any]) -> None:
    first = enqueue("test.note", 1, key="a")
    assert enqueue("test.note", 1, key="a") == first
    assert enqueue("test.note", 1, key="b") != first
    assert enqueue("test.note", 1) != enqueue("test.note", 1)
    drain()
    assert enqueue("test.note", 1, key="a") != first


def test_second_message_finds_nothing_to_do(done: list[Any]) -> None:
    job = enqueue("test.note", 1)
    assert [run(job.pk), run(job.pk)] == [True, False]
    assert len(done) == 1


def test_running_job_is_not_taken_by_another() -> None:
    job = enqueue("test.note", 1)
    assert runner._take(job.pk) is not None
    assert runner._take(job.pk) is None


def test_of_two_workers_that_saw_it_free_one_gets_it(rival: Any, done: list[Any]) -> None:
    job = enqueue("test.note", 1)
    others = []
    with rival("core_job", lambda: others.append(run(job.pk))):
        assert run(job.pk) is False
    assert others == [True]
    assert len(done) == 1


def test_failure_is_tried_again_later_then_ends_without_personal_data(done: list[Any], settings: Any) -> None:
    settings.JOB_RETRY_SECONDS = 40
    job = enqueue("test.broken")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == State.WAITING
    assert timedelta(seconds=35) < job.not_before - now() <= timedelta(seconds=40)
    assert run(job.pk) is False, "not before its time"
    Job.objects.update(not_before=now())
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, len(done), job.attempts) == (State.FAILED, 2, 2)
    assert "ZeroDivisionError" in job.error
    assert job.public_id in job.error
    assert "Kowalski" not in job.error


def test_refusal_is_said_in_its_own_words_and_not_repeated(done: list[Any]) -> None:
    job = enqueue("test.refused")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Plik jest nieczytelny: nagłówek nie ma kolumny „NIP”.")
    assert len(done) == 1


def test_drain_is_loud(done: list[Any]) -> None:
    enqueue("test.broken")
    with pytest.raises(ZeroDivisionError):
        drain()


def test_failing_handler_is_undone(people: Any) -> None:
    @handler("test.half", label="Połowa")
    def half(run: Run) -> None:
        enqueue("test.note", "left over")
        raise ZeroDivisionError

    run(enqueue("test.half").pk)
    assert not Job.objects.filter(name="test.note").exists()


def test_expired_lease_is_given_back_and_woken(settings: Any) -> None:
    job = enqueue("test.note", 1)
    runner._take(job.pk)
    assert sweep(now()) == 0
    late = now() + timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    assert sweep(late) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == (State.WAITING, 1, "")
    assert sweep(late) == 0, "woken once, not at every sweep"


def test_last_attempt_that_died_is_a_failure_not_a_job_running_for_ever(settings: Any) -> None:
    job = enqueue("test.note", 1)
    Job.objects.update(max_attempts=1)
    runner._take(job.pk)
    sweep(now() + timedelta(seconds=settings.JOB_LEASE_SECONDS + 1))
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "przestał odpowiadać" in job.error


def test_loser_of_the_lease_does_not_end_the_job(settings: Any, done: list[Any]) -> None:
    job = enqueue("test.note", 1)
    slow = runner._take(job.pk)
    assert slow is not None
    sweep(now() + timedelta(seconds=settings.JOB_LEASE_SECONDS + 1))
    Job.objects.update(not_before=now())
    fast = runner._take(job.pk)
    assert fast is not None
    runner._failed(slow, ZeroDivisionError(), now())
    job.refresh_from_db()
    assert (job.state, job.worker) == (State.RUNNING, fast.worker)
    with pytest.raises(LeaseLost):
        Run(slow, now()).progress(1, 2)
    Run(fast, now()).progress(1, 2, "liczenie")
    job.refresh_from_db()
    assert (job.percent, job.progress_label) == (50, "liczenie")


def test_job_nobody_was_told_of_is_woken_after_a_while(settings: Any) -> None:
    enqueue("test.note", 1)
    assert sweep(now()) == 0
    assert sweep(now() + timedelta(seconds=settings.JOB_WAKE_SECONDS + 1)) == 1


def test_old_jobs_of_the_clock_are_forgotten_others_kept(done: list[Any], at: datetime) -> None:
    enqueue("test.note", 1, key="zegar")
    kept = enqueue("test.note", 2)
    drain()
    assert tidy(now() + timedelta(days=29)) == 0
    assert tidy(now() + timedelta(days=31)) == 1
    assert Job.objects.get() == kept


def test_backoff_grows_and_ends_at_an_hour(settings: Any) -> None:
    settings.JOB_RETRY_SECONDS = 10
    assert [int(runner.backoff(n).total_seconds()) for n in (1, 2, 3, 4, 5, 9)] == [10, 60, 360, 2160, 3600, 3600]


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_and_the_lease_is_kept_while_the_handler_works(settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 1
    seen: list[Any] = []

    @handler("test.slow", label="Wolne")
    def slow(run: Run) -> None:
        run.progress(3, 10, "trzecia część")
        until = now() + timedelta(seconds=1.6)
        while now() < until:
            run._ended.wait(0.1)
        row = Job.objects.get(pk=run.job.pk)
        seen.append((row.percent, row.progress_label, row.lease_until > now(), sweep(now())))

    job = enqueue("test.slow")
    assert not connection.in_atomic_block
    run(job.pk)
    assert seen == [(30, "trzecia część", True, 0)]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_handler_keeps_the_database_to_itself(settings: Any, tmp_path: Path) -> None:
    """SQLite has one writer: a handler in one long transaction is it, so its progress stands beside the database."""
    if connection.vendor != "sqlite":
        pytest.skip("other databases have many writers")
    settings.CACHES = {**settings.CACHES, "progress": {**settings.CACHES["progress"], "LOCATION": str(tmp_path)}}
    seen: list[Any] = []

    @handler("test.greedy", label="Zachłanne")
    def greedy(run: Run) -> None:
        with transaction.atomic():
            Job.objects.filter(pk=run.job.pk).update(key="pisze")
            run.progress(3, 10, "trzecia część")
            until = now() + timedelta(seconds=20)
            while Job.objects.get(pk=run.job.pk).percent is None and now() < until:
                run._ended.wait(0.05)
            row = Job.objects.get(pk=run.job.pk)
            seen.append((row.percent, row.progress.label, row.progress_done))

    job = enqueue("test.greedy")
    run(job.pk)
    assert seen == [(30, "trzecia część", 0)]
    job.refresh_from_db()
    assert (job.state, job.percent) == (State.DONE, 100)
    assert list(tmp_path.glob("*")) == []


@pytest.mark.django_db(transaction=True)
def test_job_that_hangs_loses_its_lease_at_the_limit(settings: Any) -> None:
    settings.JOB_LEASE_SECONDS, settings.JOB_LIMIT_SECONDS = 0.6, 0

    @handler("test.hangs", label="Wiszące")
    def hangs(run: Run) -> None:
        run._ended.wait(0.8)
        sweep(now())

    job = enqueue("test.hangs")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 1)
