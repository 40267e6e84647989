"""Panels: parts that a later stage shows on an earlier stage's page or on a desk; config/desks.py says which and in what order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: heading, template and its context; `empty` hides it where nothing is to show."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    empty: bool = False


# A panel maker: (actor, subject or None, at) → Panel or None (not for this actor).
Maker = Callable[[Actor, Any, datetime], "Panel | None"]


@cache
def makers(place: str) -> tuple[Maker, ...]:
    """The makers of a place ("organisation-page", "desk:officer"), from the table that settings.PANELS names."""
    table: dict[str, tuple[str, ...]] = import_string(settings.PANELS)
    return tuple(import_string(path) for path in table.get(place, ()))


def panels(place: str, actor: Actor, subject: Any, at: datetime) -> list[Panel]:
    """What is shown at a place to this actor, in order, without empty parts."""
    made = (make(actor, subject, at) for make in makers(place))
    return [panel for panel in made if panel is not None and not panel.empty]
