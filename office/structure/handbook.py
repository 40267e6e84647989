"""docs/mandate.md: every task of the published mandate with what carries it."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from core.handbook.table import page, table
from office.structure.mandate import read
from office.structure.queries import COUNTING, links_of_tasks
from office.structure.reference import SOURCE


def make() -> str:
    """The page."""
    mandate = read(SOURCE.read_text())
    entries = settings.MANDATE
    links = links_of_tasks(COUNTING)
    living = sum(entry["state"] == "living" for entry in entries.values())
    parts = [
        f"The office's published mandate has {len(entries)} numbered tasks. {living} of them live in the system now (the address "
        "says where to see it), the others are planned under the name of the feature that will carry them. The tables are "
        "`config/mandate.toml` and the files of the registers; the tasks are quoted word for word, and VI.6 is cut off in the source.",
    ]
    for unit in mandate.units:
        codes = [(f"{unit.section}.{number}", text) for number, text in enumerate(unit.tasks, start=1)]
        rows = [
            (code, text, entries[code]["state"], entries[code]["feature"], where(code, links)) for code, text in codes
        ]
        kept = where(unit.symbol.replace(" ", ""), links)
        empty = f"The source names no tasks. The unit keeps: {kept}."
        content = table(("Task", "Text", "State", "Feature", "Address"), rows) if rows else empty
        parts.append(f"## {unit.name} ({unit.symbol})\n\n{content}")
    return page("The mandate, task by task", *parts)


def where(code: str, links: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Where a living task, or what a unit keeps, is seen."""
    entry = settings.MANDATE.get(code, {})
    own = [reverse(entry["route"])] if "route" in entry else []
    return ", ".join(f"`{each}`" for each in [*own, *(url for _words, url in links.get(code, ()))])
