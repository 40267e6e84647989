"""Text folded for search: without letter case, diacritics and signs, so that one query finds it in every database."""

import unicodedata

# Letters that Unicode does not take apart into a base and a mark.
WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """ "FUNDACJA „ŻÓŁW-1”" → "fundacja zolw 1": letters and digits in words parted by single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(WHOLE))
    return " ".join(
        "".join(char if char.isalnum() else " " for char in bare if not unicodedata.combining(char)).split()
    )
