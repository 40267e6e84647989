"""What every benchmark stands on: Django over a database of its own, and two ways timed turn by turn."""

import atexit
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def start() -> None:
    """Django with an empty, migrated database in a temporary folder (or the one DATABASE_URL names)."""
    folder = Path(tempfile.mkdtemp(prefix="pozytek-benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["POZYTEK_VAR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'benchmark.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def compare(what: str, ours: Callable[[], object], plain: Callable[[], object], *, turns: int) -> None:
    """Time both in turn, after one turn that warms up, and print the medians (ms) and their ratio."""
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    ours(), plain()
    for _turn in range(turns):
        for name, act in (("ours", ours), ("plain", plain)):
            begun = time.perf_counter()
            act()
            times[name].append((time.perf_counter() - begun) * 1000)
    mine, theirs = (statistics.median(times[name]) for name in ("ours", "plain"))
    print(f"{what}: {mine:.2f} ms, plain {theirs:.2f} ms, ratio {mine / theirs:.2f} ({turns} turns)")
