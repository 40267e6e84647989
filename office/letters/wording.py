"""Forms of address and the text of a letter: what is proposed for a person, and a template with their forms put in."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from office.letters.declension import first_name_dative, surname_dative

DATA = Path(__file__).parent / "data" / "functions.toml"
MAN, WOMAN, MANY = "man", "woman", "many"
# What may stand in braces in a text, and what comes of it.
PLACES: Mapping[str, str] = {
    "komu": "Pani Annie Kowalskiej",
    "kto": "Anna Kowalska",
    "funkcja": "Wójt Gminy",
    "instytucja": "nazwa instytucji",
}
PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Forms:
    """How a person is spoken to and of: "Szanowna Pani Wójt" and "Pani Annie Kowalskiej"; empty where somebody has to type it."""

    salutation: str
    dative: str


@cache
def _spoken() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    said = tomllib.loads(DATA.read_text())
    return said["functions"], said["titles"]


def proposed(*, gender: str, title: str, first_name: str, last_name: str, function: str) -> Forms:
    """The forms that the rules give; a person checks them, and types what is empty."""
    if gender == MANY:
        return Forms("Szanowni Państwo", "Państwu")
    woman = gender == WOMAN
    first, last = first_name_dative(first_name, woman=woman), surname_dative(last_name, woman=woman)
    dative = f"{'Pani' if woman else 'Panu'} {first} {last}" if first and last else ""
    return Forms(_salutation(function, title, woman=woman), dative)


def _salutation(function: str, title: str, *, woman: bool) -> str:
    functions, titles = _spoken()
    honoured = "Szanowna" if woman else "Szanowny"
    known = functions.get(function.split()[0].lower()) if function else None
    if known is None and not function:
        known = next((pair for start, pair in titles.items() if title.lower().startswith(start)), None)
    spoken = known[woman] if known else ""
    return f"{honoured} {spoken or ('Pani' if woman else 'Panie')}"


def unknown_places(text: str) -> list[str]:
    """What stands in braces and is no place."""
    return [name for name in PLACE.findall(text) if name not in PLACES]


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with the person's forms in its places; what is put in is never read as a place again."""
    return PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def needs_dative(text: str) -> bool:
    """Whether the text says to whom."""
    return "komu" in PLACE.findall(text)
