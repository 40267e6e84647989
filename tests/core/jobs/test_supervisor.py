"""The supervisor: a dead child is started again, ever later; all end with it, in order or not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.jobs.supervisor import Child

ROOT = Path(__file__).parents[3]
PROGRAM = """
from pathlib import Path
from core.jobs.supervisor import Child, Supervisor
command = '-c "import time; time.sleep(60)"'
Supervisor([Child(name, command, Path(".")) for name in ("one", "two")], lambda text: print(text, flush=True)).run()
"""


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(what: Callable[[], Any]) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


@pytest.fixture
def supervisor() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    wait_for(lambda: len(children(process.pid)) == 2)
    yield process
    process.kill()
    process.wait()


def test_killed_child_is_started_again(supervisor: "subprocess.Popen[str]") -> None:
    first, second = children(supervisor.pid)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: len(children(supervisor.pid)) == 2 and first not in children(supervisor.pid))
    assert second in children(supervisor.pid)
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "Proces one zakończył się (kod -9); uruchamiam ponownie.\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_children_end_with_it(supervisor: "subprocess.Popen[str]", number: int) -> None:
    both = children(supervisor.pid)
    supervisor.send_signal(number)
    assert supervisor.wait(5) == (-9 if number == signal.SIGKILL else 0)
    wait_for(lambda: not any(alive(pid) for pid in both))


def test_child_that_keeps_dying_is_started_ever_later() -> None:
    child = Child("broken", '-c "raise SystemExit(3)"', ROOT)
    pauses = []
    for _ in range(4):
        child.start()
        assert child.process is not None
        child.process.wait()
        assert child.buried() == 3
        pauses.append(round(child.start_at - time.monotonic()))
    assert pauses == [0, 1, 3, 7]
