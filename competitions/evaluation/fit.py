"""How well an expert fits an offer, in whole grades 0–5; pure."""

from collections.abc import Collection

# What the field of the competition is worth, and each further field of the organisation that the expert knows.
FIELD, FURTHER, MOST = 4, 1, 5


def grade(expert: Collection[str], competition: str, organisation: Collection[str]) -> int:
    """Spheres (codes of UDPP art. 4 ust. 1) of the expert, the competition and the organisation → 0 (none) to 5.

    The competition's field is worth four, each other field shared with the organisation one more; without the
    competition's field nobody comes above two.
    """
    shared = FURTHER * len(set(expert) & set(organisation) - {competition})
    return min(MOST, FIELD + shared) if competition in expert else min(2, shared)
