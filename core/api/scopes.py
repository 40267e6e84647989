"""Scopes: what a key may do; each stage names those of its resources in its api.py."""

from dataclasses import dataclass

from django.urls import get_resolver
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope: its code ("offers:read"), its words for people, and the kinds of hats it makes sense for (none: all)."""

    code: str
    label: str | Promise
    kinds: tuple[str, ...] = ()

    def fits(self, kind: str) -> bool:
        """Whether a key of a hat of this kind may carry it."""
        return not self.kinds or kind in self.kinds


_SCOPES: dict[str, Scope] = {}


def scope(code: str, label: str | Promise, *, kinds: tuple[str, ...] = ()) -> Scope:
    """Make a scope known; a code named twice is a programming error."""
    if code in _SCOPES:
        raise ValueError(f"scope {code} is already known")
    _SCOPES[code] = Scope(code, label, kinds)
    return _SCOPES[code]


def known() -> dict[str, Scope]:
    """Every scope by its code, in order; the site map names every resource, so it is read first."""
    get_resolver().url_patterns  # noqa: B018
    return dict(sorted(_SCOPES.items()))


def scopes_for(kind: str) -> list[Scope]:
    """The scopes that a key of a hat of this kind may carry, by code."""
    return [each for each in known().values() if each.fits(kind)]
