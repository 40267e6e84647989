"""A PostgreSQL cluster and a Redis of their own on free ports of the loopback, and an installation over them, for load and faults."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(what: Callable[[], object], seconds: float, said: str) -> None:
    """Ask again and again until the answer is true. Raises TimeoutError with the words when it is not in time."""
    end = time.monotonic() + seconds
    while True:
        try:
            if what():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError(said)
        time.sleep(0.1)


class Servers:
    """PostgreSQL (durable: fsync on), Redis and a folder; all of it is gone at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pozytek-load-"))
        self.folder.chmod(0o755)
        self.binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
        if self.binaries is None or shutil.which("redis-server") is None:
            raise SystemExit("brakuje serwerów: apt-get install postgresql redis-server")
        self.postgres_port, self.redis_port = free_port(), free_port()
        self.data = self.folder / "postgres"
        self.data.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
        self._postgres(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start_postgres()
        self.redis = subprocess.Popen(
            ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self.folder, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.env = {
            **os.environ,
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{self.postgres_port}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "POZYTEK_VAR": str(self.folder / "var"),
            "POZYTEK_SECRET_KEY": secrets.token_urlsafe(50),
            "POZYTEK_JOB_LEASE": "10",
            "POZYTEK_JOB_WAKE": "5",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def _postgres(self, program: str, *argv: str) -> None:
        """Run a program of PostgreSQL, which refuses to be run by root."""
        assert self.binaries is not None
        user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
        subprocess.run(
            [str(self.binaries / program), *argv], cwd=self.data, check=True, user=user,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def start_postgres(self) -> None:
        options = f"-p {self.postgres_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        self._postgres("pg_ctl", "-D", str(self.data), "-l", str(self.data / "log"), "-w", "-o", options, "start")

    def crash_postgres(self) -> None:
        """End it as a power cut would, and start it again: what was committed comes back from its log."""
        self._postgres("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        self.start_postgres()

    def stop(self) -> None:
        self._postgres("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        self.redis.terminate()
        self.redis.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Processes:
    """What a command of python started, with its children; ended together."""

    def __init__(self, servers: Servers, name: str, *argv: str, **env: str) -> None:
        self.log = servers.folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.parent = subprocess.Popen(
                [sys.executable, *argv], cwd=ROOT, env={**servers.env, **env}, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def find(self, words: str) -> list[int]:
        """Process numbers of descendants whose command line holds the words, parents before their children."""
        found, queue = [], [self.parent.pid]
        while queue:
            pid = queue.pop(0)
            try:
                queue += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except FileNotFoundError:
                continue
            if words in line:
                found.append(pid)
        return found

    def stop(self) -> None:
        self.parent.terminate()
        try:
            self.parent.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.parent.pid, signal.SIGKILL)
            self.parent.wait()


def serve(servers: Servers) -> tuple[Processes, str]:
    """The whole installation as `manage.py serve` runs it (two web workers), and its address once it answers."""
    port = free_port()
    processes = Processes(servers, "serve", "manage.py", "serve", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: urlopen(f"{address}/zdrowie/", timeout=5).status == 200, 60, "the installation does not answer")
    return processes, address
