"""What a head may leave to some people of a unit: the writing of a stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Writing:
    """The writing of some pages under a code that is kept, in words; `apart` are views that stay open to whom the work was given.

    `of` gives the codes of the units that do it; without it every unit does.
    """

    code: str
    words: str
    of: Callable[[], Sequence[str]] | None = None
    apart: tuple[str, ...] = ()

    def is_of(self, unit: str) -> bool:
        """Whether the unit of a code does this work."""
        return self.of is None or unit in self.of()


@cache
def writings() -> dict[str, Writing]:
    """Module of pages → what its writing is, from the table that settings.POWERS names."""
    found: dict[str, Writing] = import_string(settings.POWERS)
    return found
