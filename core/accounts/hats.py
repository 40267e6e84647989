"""The kinds of hats: each app registers those it may give, with the desk they lead to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HatKind:
    """One kind of hat.

    `desk` is the route name of its first page; `second_factor` says whether it may be worn only after a second factor.
    """

    code: str
    label: str
    desk: str
    second_factor: bool = True


KINDS: dict[str, HatKind] = {}


def register(*kinds: HatKind) -> None:
    """Make kinds of hats known; a code registered twice with another meaning is a programming error."""
    for kind in kinds:
        if KINDS.get(kind.code, kind) != kind:
            raise ValueError(f"hat kind {kind.code} is already registered")
        KINDS[kind.code] = kind


ADMINISTRATOR = HatKind("administrator", "administrator systemu", "operations")
AUDITOR = HatKind("auditor", "audytor", "audit-desk")
register(ADMINISTRATOR, AUDITOR)
