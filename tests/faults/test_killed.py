"""What happens when processes are killed, messages are lost or doubled, and the broker is down."""

import os
import signal
import time
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from core.jobs.actions import RUN, enqueue
from core.jobs.models import Job, State
from core.jobs.runner import sweep
from core.wake import wake
from tests.faults import work
from tests.faults.conftest import Installation, alive, children_of, wait_for

assert work.STEPS


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def ask(house: Installation, seconds: float) -> Job:
    with transaction.atomic():
        return enqueue("faults.slow", str(house.folder), seconds)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/powiadomienia/", timeout=5):
            return True
    except HTTPError:
        # Whatever the page says, the server answers.
        return True
    except OSError:
        return False


def test_worker_killed_in_the_middle_is_replaced_and_the_job_done_once(installation: Installation, port: int) -> None:
    serve = installation.start("manage.py", "serve", "--port", str(port))
    job = ask(installation, 1.5)
    wait_for(lambda: state_of(job) == State.RUNNING and job.progress_done >= 3)
    (first,) = installation.attempts()
    os.kill(first, signal.SIGKILL)
    time.sleep(0.1)
    assert state_of(job) == State.RUNNING, "nobody could say otherwise yet"

    wait_for(lambda: state_of(job) == State.DONE)
    _, second = installation.attempts()
    assert second != first
    assert (job.attempts, job.link, (installation.folder / "result").read_text()) == (2, "/wynik/", "jeden")
    assert not Job.objects.live().exists()
    assert "Proces worker zakończył się (kod -9); uruchamiam ponownie." in installation.log()

    wait_for(lambda: answers(port))
    children = children_of(serve.pid)
    assert len(children) == 4
    serve.terminate()
    assert serve.wait(20) == 0
    assert not [pid for pid in children if alive(pid)]


def test_lost_and_doubled_messages(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    installation.worker()
    with monkeypatch.context() as patch:
        dead = Celery("dead", broker="redis://127.0.0.1:1/0", set_as_current=False)
        dead.conf.broker_transport_options = settings.REDIS_BROKER_OPTIONS
        patch.setattr("core.wake.current_app", dead)
        with suppress(OperationalError):
            dead.send_task("warm-up", retry=False)
        started = time.monotonic()
        job = ask(installation, 0.3)
        assert time.monotonic() - started < 5, "a dead broker must not hold up the request"
    assert state_of(job) == State.WAITING
    wait_for(lambda: sweep(now()))
    for _ in range(3):
        wake(RUN, job.pk)
    wait_for(lambda: state_of(job) == State.DONE)
    wake(RUN, job.pk)
    other = enqueue("faults.slow", str(installation.folder / "elsewhere"), 0.1)
    wait_for(lambda: state_of(other) == State.WAITING and other.error)
    assert "FileNotFoundError" in other.error, "the worker lives on after a job that broke"
    assert len(installation.attempts()) == 1
    assert (state_of(job), job.attempts) == (State.DONE, 1)
