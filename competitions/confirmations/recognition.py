"""A checksum as it was typed or scanned: which version it names, or how many groups of it differ from one that exists."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from competitions.offers.models import OfferVersion

LENGTH, GROUP = 64, 4
# Two groups are the least that is looked for; a paper that differs in more groups than these names another offer.
LEAST, NEAR = 2 * GROUP, 4
# What people write for a digit that looks like it.
ALIKE = str.maketrans("oil", "011")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a text names: the versions that begin so, or the nearest one and the numbers of the groups that differ from it."""

    digits: str
    versions: tuple[OfferVersion, ...] = ()
    nearest: OfferVersion | None = None
    wrong: tuple[int, ...] = ()

    @property
    def short(self) -> bool:
        """Too little to look for."""
        return len(self.digits) < LEAST


def digits(text: str) -> str:
    """The checksum in what was typed or scanned: the longest run of groups, in any letter case, whatever stands around it."""
    best, run = "", ""
    for token in re.split(r"[\s:;,.\-–_/]+", text.casefold()):
        plain = token.translate(ALIKE)
        run = run + plain if plain and re.fullmatch(r"[0-9a-f]+", plain) else ""
        best = run if len(run) > len(best) else best
    return best


def differing(one: str, other: str) -> tuple[int, ...]:
    """The numbers of the groups (1–16) in which a sum differs from another."""
    starts = range(0, LENGTH, GROUP)
    return tuple(n for n, at in enumerate(starts, start=1) if one[at : at + GROUP] != other[at : at + GROUP])


def recognise(text: str, rows: "QuerySet[OfferVersion]") -> Recognised:
    """What a text names among some versions; first groups may name several, a whole sum with a slip its nearest."""
    found = digits(text)
    if len(found) < LEAST or len(found) > LENGTH:
        return Recognised(found)
    fitting = tuple(rows.filter(checksum__startswith=found).order_by("-submitted_at", "-pk")[:10])
    if fitting or len(found) < LENGTH:
        return Recognised(found, fitting)
    # A slip leaves one of these three stretches whole.
    alike = Q(checksum__startswith=found[:16]) | Q(checksum__endswith=found[-16:]) | Q(checksum__contains=found[24:40])
    candidates: Any = {version: differing(found, version.checksum) for version in rows.filter(alike)[:20]}
    near = min(candidates, key=lambda version: len(candidates[version]), default=None)
    if near is None or len(candidates[near]) > NEAR:
        return Recognised(found)
    return Recognised(found, nearest=near, wrong=candidates[near])
