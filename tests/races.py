"""People who act at the same moment, each in a thread and a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

from core.workflow.refusal import Refusal


def real_file(folder: Path) -> Iterator[None]:
    """SQLite's test database lives in the memory of one connection; here it is a file, so that threads have their own."""
    if connection.vendor != "sqlite":
        yield
        return
    memory = dict(connection.settings_dict)
    connection.close()
    kept = connection.connection
    connection.connection = None
    connection.settings_dict["NAME"] = str(folder / "races.sqlite3")
    call_command("migrate", verbosity=0, run_syncdb=False)
    yield
    connection.connection.close()
    connection.settings_dict.update(memory)
    connection.connection = kept


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at once; what each returned, or the refusal it got. Any other error fails the test."""
    start = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(not isinstance(outcome, Exception) or isinstance(outcome, Refusal) for outcome in outcomes), outcomes
    return outcomes
