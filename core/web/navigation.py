"""Where one can go: config/desks.py says which links each kind of hat sees, and where; this turns them into entries."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from core.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words and the name of its route."""

    label: str
    route: str


@cache
def links(place: str) -> dict[str, tuple[Link, ...]]:
    """Kind of hat → its links at a place ("NAVIGATION", "OFFICE_WORK"), "" for visitors and people without a hat.

    "officer:KMI" goes before "officer". The setting of that name says where the table is.
    """
    table: dict[str, tuple[Link, ...]] = import_string(getattr(settings, place))
    return table


def shown(place: str, actor: Actor) -> list[dict[str, Any]]:
    """The actor's links at a place, with their addresses."""
    table = links(place)
    seen = table.get(f"{actor.kind}:{actor.key}") or table.get(actor.kind, table[""])
    return [{"label": link.label, "url": reverse(link.route)} for link in seen]


def entries(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The actor's links of the main navigation; the longest one that the path begins with is current.

    A desk's own pages of a section lie below the desk: `/urzad/organizacje/…` belongs to `/organizacje/`.
    """
    rows = shown("NAVIGATION", actor)
    below_desk = path[path.find("/", 1) :]
    inside = [row for row in rows if row["url"] != "/" and any(p.startswith(row["url"]) for p in (path, below_desk))]
    current = max(inside, key=lambda row: len(row["url"]), default=None)
    for row in rows:
        row["current"] = row is current or row["url"] == path
    return rows
