"""A small installation of its own for every fault test: a copy of the test database, a broker, real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection, connections
from redis import Redis

ROOT = Path(__file__).parents[2]
LEASE = 2


def wait_for(what: Callable[[], Any], seconds: float = 40) -> Any:
    """Ask again and again until the answer is true; fail when it is not in time."""
    end = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)
    return answer


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Installation:
    """Processes over one database and one broker; everything started is killed at the end."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = env
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *argv: str) -> "subprocess.Popen[bytes]":
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(
            [sys.executable, *argv], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
        )
        self.started.append(process)
        return process

    def worker(self) -> "subprocess.Popen[bytes]":
        return self.start(*str(django_settings.PROCESSES["worker"]).split())

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def attempts(self) -> list[int]:
        """The process of every attempt at the test job so far."""
        file = self.folder / "attempts"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def broker(env: dict[str, str]) -> Celery:
    """The test's own sender to the installation's broker."""
    app = Celery("faults", set_as_current=False)
    options: dict[str, Any] = {"global_keyprefix": env["FAULTS_PREFIX"]}
    if not env.get("REDIS_URL"):
        folder = Path(env["POZYTEK_VAR"]) / "broker"
        folder.mkdir()
        options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "c")}
        app.conf.broker_transport = "core.jobs.broker:Transport"
    app.conf.update(
        broker_url=env.get("REDIS_URL") or "filesystem://localhost",
        broker_transport_options=options,
        task_default_queue=django_settings.CELERY_TASK_DEFAULT_QUEUE,
    )
    return app


@pytest.fixture
def installation(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[Installation]:
    config = dict(connection.settings_dict)
    usual = connections["default"]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "POZYTEK_VAR": str(tmp_path),
        "POZYTEK_SECRET_KEY": django_settings.SECRET_KEY,
        "POZYTEK_JOB_LEASE": str(LEASE),
        "POZYTEK_JOB_WAKE": "1",
        "POZYTEK_JOB_RETRY": "1",
        "FAULTS_PREFIX": f"faults-{os.getpid()}-{time.monotonic_ns()}:",
        "PYTHONWARNINGS": "ignore",
        "CELERY_SKIP_CHECKS": "1",
    }
    if connection.vendor == "sqlite":
        # The test database lives in this process's memory; others need a file.
        file = tmp_path / "pozytek.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        connections.settings["default"]["NAME"] = str(file)
        connections["default"] = connections.create_connection("default")
        env["DATABASE_URL"] = f"sqlite:///{file}"
    else:
        who = ":".join(str(config[part]) for part in ("USER", "PASSWORD") if config[part])
        env["DATABASE_URL"] = f"postgres://{who}@{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"
    settings.JOB_LEASE_SECONDS, settings.JOB_WAKE_SECONDS = LEASE, 1
    monkeypatch.setattr("core.wake.current_app", broker(env))
    house = Installation(tmp_path, env)
    yield house
    house.stop()
    if env.get("REDIS_URL"):
        with Redis.from_url(env["REDIS_URL"]) as redis:
            redis.delete(*redis.keys(f"{env['FAULTS_PREFIX']}*"))
    if connection.vendor == "sqlite":
        connection.close()
        connections.settings["default"]["NAME"] = config["NAME"]
        connections["default"] = usual


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
