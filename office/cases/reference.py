"""Loading the classes of the file plan; a class that the office changed by hand is left alone."""

import tomllib
from datetime import datetime
from pathlib import Path

from office.cases.models import FileClass

SOURCE = Path(__file__).parent / "data" / "classes.toml"


def load(*, at: datetime) -> int:
    """Add the classes that are missing; returns how many."""
    rows = tomllib.loads(SOURCE.read_text())["class"]
    return sum(
        FileClass.objects.get_or_create(symbol=row.pop("symbol"), valid_from=row.pop("valid_from"), defaults=row)[1]
        for row in rows
    )
