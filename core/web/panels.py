"""Panels: parts that a later stage shows on an earlier stage's page or on a desk; config/desks.py says which and in what order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: heading, template and its context; `empty` hides it where nothing is to show."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list in a panel: where it leads, what it is about, and a tag with its tone (good, info, warn, bad)."""

    label: str
    url: str
    note: str = ""
    tag: str = ""
    tone: str = ""


def listing(title: str, items: Sequence[Item], *, more: tuple[str, str] | None = None, empty: str = "") -> Panel:
    """A panel that is a list of things to do or to read; `more` is (words, address) of all of them.

    Without items it is hidden, unless `empty` says what to show instead.
    """
    context = {"items": items, "more": more, "empty": empty}
    return Panel(title, "parts/items.html", context, empty=not items and not empty)


def nearness(due: date, at: datetime) -> tuple[str, str]:
    """How near a day is, in words with a tone: ("zostały 3 dni", "warn"); nothing when more than 14 days are left."""
    left = (due - localdate(at)).days
    if left < 0:
        return _("termin minął"), "bad"
    if left == 0:
        return _("ostatni dzień"), "bad"
    if left > 14:
        return "", ""
    words = ngettext("został %(days)s dzień", "zostało %(days)s dni", left) % {"days": left}
    return words, "warn" if left <= 7 else "info"


# A panel maker: (actor, subject or None, at) → Panel or None (not for this actor).
Maker = Callable[[Actor, Any, datetime], "Panel | None"]


@cache
def makers(place: str) -> tuple[Maker, ...]:
    """The makers of a place ("organisation-page", "desk:officer"), from the table that settings.PANELS names."""
    table: dict[str, tuple[str, ...]] = import_string(settings.PANELS)
    return tuple(import_string(path) for path in table.get(place, ()))


def desk_panels(actor: Actor, at: datetime) -> list[Panel]:
    """What the desk of the hat worn shows: that of its unit or organisation where the table has one, else that of its kind."""
    own = f"desk:{actor.kind}:{actor.key}"
    return panels(own if makers(own) else f"desk:{actor.kind}", actor, None, at)


def panels(place: str, actor: Actor, subject: Any, at: datetime) -> list[Panel]:
    """What is shown at a place to this actor, in order, without empty parts."""
    made = (make(actor, subject, at) for make in makers(place))
    return [panel for panel in made if panel is not None and not panel.empty]
