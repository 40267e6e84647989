"""How long a closed case is kept: archival categories and their years (Dz.U. 2011 nr 14 poz. 67, § 63; annex 6)."""

import re
from datetime import date

# A: for ever. B5: five years. BE10: ten years, then the archive looks. Bc: destroyed when it is of no more use.
CATEGORY = re.compile("A|BE?[1-9][0-9]?|Bc")


def is_category(text: str) -> bool:
    """Whether it is an archival category."""
    return bool(CATEGORY.fullmatch(text))


def years(category: str) -> int | None:
    """Full years for which a case of the category is kept; None for those kept for ever, 0 for what serves a short time.

    Raises ValueError for what is no category.
    """
    if not is_category(category):
        raise ValueError(category)
    digits = category.lstrip("ABEc")
    return None if category == "A" else int(digits or 0)


def keep_until(category: str, closed_on: date) -> date | None:
    """The last day on which a closed case must be kept; None for ever.

    Years are full calendar years, counted from 1 January after the year in which the case was closed.
    """
    number = years(category)
    return None if number is None else date(closed_on.year + number, 12, 31)
