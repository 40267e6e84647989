"""Keeping processes alive on one machine: start, start again when one dies, stop all together."""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

# A child that lived this long (seconds) had started well: the next restart is at once again.
HEALTHY = 30.0
LONGEST_PAUSE = 30.0
# Time for requests and jobs in hand to end before SIGKILL; what a job loses then, its lease gives back.
GRACE = 20.0
PR_SET_PDEATHSIG = 1


def _die_with_parent(parent: int) -> None:
    """In the child: be ended should the supervisor itself be killed, so that no orphan keeps the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It was killed before the wish was known.
        os._exit(1)


class Child:
    """One process: a command as arguments of python, and how often it died lately."""

    def __init__(self, name: str, command: str, folder: Path) -> None:
        self.name = name
        self.argv = [sys.executable, *shlex.split(command)]
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.start_at = 0.0
        self.deaths = 0

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches the supervisor only, which stops everybody in order.
        self.process = subprocess.Popen(  # noqa: S603
            self.argv, cwd=self.folder, start_new_session=True, preexec_fn=partial(_die_with_parent, os.getpid())
        )
        self.started = time.monotonic()

    def buried(self) -> int | None:
        """The exit code of a process that died since the last look; the next start is planned."""
        code = self.process.poll() if self.process else None
        if code is None:
            return None
        self.process = None
        alive = time.monotonic() - self.started
        self.deaths = 1 if alive > HEALTHY else self.deaths + 1
        self.start_at = time.monotonic() + min(2.0 ** (self.deaths - 1) - 1, LONGEST_PAUSE)
        return code


class Supervisor:
    """Runs children until SIGTERM or SIGINT."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], object]) -> None:
        self.children = children
        self.say = say
        self.stopping = False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                self._look()
                time.sleep(0.2)
        finally:
            self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _look(self) -> None:
        for child in self.children:
            code = child.buried()
            if code is not None:
                self.say(f"Proces {child.name} zakończył się (kod {code}); uruchamiam ponownie.")
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def _end(self) -> None:
        living = [child.process for child in self.children if child.process]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in living:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
