"""Case signs: unit, class, number, year, joined by dots (Dz.U. 2011 nr 14 poz. 67, § 5); also of a case within a group."""

import re

SYMBOL = re.compile("[0-9]{1,6}")


def sign(unit: str, symbol: str, number: int, year: int, *, group: int = 0) -> str:
    """ "KMIII.614.7.2026"; the seventh case of the second group is "KMIII.614.2.7.2026". The unit's symbol loses its spaces."""
    numbers = [str(group)] if group else []
    return ".".join([unit.replace(" ", ""), symbol, *numbers, str(number), str(year)])


def is_symbol(text: str) -> bool:
    """Whether it may be a class of the file plan: digits of the decimal classification."""
    return bool(SYMBOL.fullmatch(text))
