"""Polish order as a stored key that sorts the same in every database."""

import unicodedata

ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
# Two characters of [0-9a-z] a letter: such strings have the same order under the C, en_US and pl_PL collations.
LETTERS = {letter: chr(ord("a") + index // 10) + str(index % 10) for index, letter in enumerate(ALPHABET)}
DIGITS = {digit: "1" + digit for digit in "0123456789"}


def sort_key(text: str, *, length: int = 200) -> str:
    """The key of a text: letters in the Polish alphabet's order, digits before letters, word gaps first, signs skipped.

    `length` bounds the key in characters (two per letter).
    """
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text).casefold():
        if char in LETTERS:
            out.append(LETTERS[char])
        elif char in DIGITS:
            out.append(DIGITS[char])
        elif char.isspace() or char in "-–—/":
            if out and out[-1] != "00":
                out.append("00")
        else:
            base = unicodedata.normalize("NFD", char)[0]
            if base in LETTERS:
                out.append(LETTERS[base])
    return "".join(out)[:length]


def person_key(name: str, *, length: int = 200) -> str:
    """The key of a person's name: by the surname, which stands last, then by what is before it."""
    *first, surname = name.split() or [""]
    return sort_key(" ".join([surname, *first]), length=length)
