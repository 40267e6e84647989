"""The list of people forgotten, kept outside the database: a restored backup brings them back, the list takes them out again."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def add(public_ids: Iterable[str], *, day: str) -> None:
    """Note that accounts were anonymised on a day; random ids only, nothing personal."""
    with settings.ERASED_FILE.open("a") as file:
        for public_id in public_ids:
            file.write(json.dumps({"account": public_id, "on": day}) + "\n")


def listed() -> set[str]:
    """Public ids of everybody on the list."""
    return _read(settings.ERASED_FILE)


def merge(other: Path) -> None:
    """Take over from another list, of a backup, who is not on this one."""
    missing = _read(other) - listed()
    lines = [line for line in other.read_text().splitlines() if line and json.loads(line)["account"] in missing]
    with settings.ERASED_FILE.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def _read(path: Path) -> set[str]:
    return {json.loads(line)["account"] for line in path.read_text().splitlines() if line} if path.exists() else set()
