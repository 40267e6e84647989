"""Text folded for search: without letter case, diacritics and signs, so that one query finds it in every database."""

import unicodedata
from functools import cache

# Letters that Unicode does not take apart into a base and a mark.
WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """ "FUNDACJA „ŻÓŁW-1”" → "fundacja zolw 1": letters and digits in words parted by single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(WHOLE))
    return " ".join(
        "".join(char if char.isalnum() else " " for char in bare if not unicodedata.combining(char)).split()
    )


# Between two words of a name.
GAP = r"[\s.,'’-]"


@cache
def _written() -> dict[str, str]:
    """Each folded sign and all Latin signs that fold to it: {"z": "ZzŹźŻż…"}."""
    found: dict[str, str] = {}
    for char in map(chr, range(0x30, 0x250)):
        if len(bare := fold(char)) == 1:
            found[bare] = found.get(bare, "") + char
    return found


def spelt(text: str) -> str:
    """A regular expression, the same in every database, of all ways of writing a text: "zolw" finds "ŻÓŁW".

    For stored text that is kept as it was typed and has no folded key beside it.
    """
    words = ("".join(f"[{_written().get(char, char)}]" for char in word) for word in fold(text).split())
    return f"{GAP}+".join(words)
