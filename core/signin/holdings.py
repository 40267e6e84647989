"""What people hold: each stage says what open things hang on a person, and passes them on when the person leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from core.accounts.actor import Actor
from core.accounts.models import User


class PassOn(Protocol):
    """Passes everything open of a person on; gives how many things. `successor` is None where a keeper names none."""

    def __call__(self, user: User, successor: User | None, *, actor: Actor, at: datetime, reason: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """One kind of things that hang on a person.

    `held(user)` names what is open, a line each; `note` says what becomes of it. With `successor` another person takes it
    over; without `pass_on` the system cannot pass it on and the note says who does. `binds`: whether a person may not be
    forgotten (RODO art. 17) before somebody takes it over.
    """

    code: str
    label: str | Promise
    note: str | Promise
    held: Callable[[User], list[str]]
    pass_on: PassOn | None = None
    successor: bool = False
    binds: bool = True


@dataclass(frozen=True, slots=True)
class Holding:
    """What a person holds of one kind."""

    keeper: Keeper
    things: list[str]


@cache
def keepers() -> tuple[Keeper, ...]:
    """All keepers, from the table that settings.HOLDINGS names."""
    paths: tuple[str, ...] = import_string(settings.HOLDINGS)
    return tuple(import_string(path) for path in paths)


def holdings(user: User, *codes: str) -> list[Holding]:
    """What a person holds now (of the kinds named, else of all), without kinds of which they hold nothing."""
    found = [Holding(keeper, keeper.held(user)) for keeper in keepers() if not codes or keeper.code in codes]
    return [holding for holding in found if holding.things]
