"""The kinds of hats: each app registers those it may give, with the desk they lead to."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class HatKind:
    """One kind of hat.

    `desk` is the route name of its first page; `second_factor` says whether it may be worn only after a second factor.
    `given_for` is set for kinds that an administrator gives: the dotted path of a function that lists what they are worn
    for, as (key, title); the app that owns any other kind gives it itself.
    """

    code: str
    label: str
    desk: str
    second_factor: bool = True
    given_for: str = ""


KINDS: dict[str, HatKind] = {}


def register(*kinds: HatKind) -> None:
    """Make kinds of hats known; a code registered twice with another meaning is a programming error."""
    for kind in kinds:
        if KINDS.get(kind.code, kind) != kind:
            raise ValueError(f"hat kind {kind.code} is already registered")
        KINDS[kind.code] = kind


def whole_office() -> list[tuple[str, str]]:
    """What hats are worn for that are not of a part of the office."""
    return [("", "")]


def given_by_administrator() -> list[tuple[HatKind, str, str]]:
    """Every hat that an administrator may give: kind, key, title."""
    rows: list[tuple[HatKind, str, str]] = []
    for kind in KINDS.values():
        if kind.given_for:
            options: Callable[[], list[tuple[str, str]]] = import_string(kind.given_for)
            rows += [(kind, key, title) for key, title in options()]
    return rows


WHOLE_OFFICE = "core.accounts.hats.whole_office"
ADMINISTRATOR = HatKind("administrator", "administrator systemu", "operations", given_for=WHOLE_OFFICE)
AUDITOR = HatKind("auditor", "audytor", "audit-desk", given_for=WHOLE_OFFICE)
register(ADMINISTRATOR, AUDITOR)
