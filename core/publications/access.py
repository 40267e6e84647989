"""Whose history is public: rows of the kinds that config/desks.py tells of, as far as their own gate gives them."""

from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.accounts.actor import Actor
from core.publications.told import Told


@cache
def told() -> dict[str, Told]:
    """Kind of subject → what is told of it; the table is named by settings.PUBLIC_HISTORIES."""
    table: dict[str, Told] = import_string(settings.PUBLIC_HISTORIES)
    return table


def subject(word: str, public_id: str, actor: Actor, at: datetime) -> tuple[Any, Told] | None:
    """The row of an address and what is told of it, when the actor sees it."""
    found = next((each for each in told().values() if each.word == word), None)
    row = import_string(found.gate)(actor, at).filter(public_id=public_id).first() if found else None
    return (row, found) if row is not None and found is not None else None
