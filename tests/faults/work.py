"""Jobs that leave traces in a folder: one line per attempt, and one result file that may be written once only."""

import os
import time
from pathlib import Path
from typing import Any

from core.jobs.handlers import handler
from core.jobs.runner import Run

STEPS = 10


@handler("faults.slow", label="Wolny wydruk")
def slow(run: Run, folder: str, seconds: float) -> dict[str, Any]:
    """Works for some seconds like a long report does; a second result would raise FileExistsError."""
    with (Path(folder) / "attempts").open("a") as attempts:
        attempts.write(f"{os.getpid()}\n")
    for step in range(STEPS):
        run.progress(step, STEPS, f"strona {step}")
        time.sleep(seconds / STEPS)
    with (Path(folder) / "result").open("x") as result:
        result.write("jeden")
    return {"link": "/wynik/"}
