"""Stems of Polish words, folded: every inflected form of a word has a stem in common, typed with diacritics or without."""

import re
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from core.tables.folding import fold

SHORTEST = 3
# What the stemmer leaves in some forms of a word and not in others: "związek" and "związku", "nadzieja" and "nadziei",
# "kultura" and "kulturze", "Polska" and "Polsce".
ENDINGS = (
    (re.compile(r"i?e([ck])$"), r"\1"),
    (re.compile(r"sc$"), "sk"),
    (re.compile(r"rz$"), "r"),
    (re.compile(r"j$"), ""),
)
VOWEL = re.compile(r"[aeiouy]$")


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("polish")


def stems(word: str) -> tuple[str, ...]:
    """The stems of one word, at most three: "Łódzkiej" → ("lodzk",). Numbers and words of one or two letters have none.

    One is found with the diacritics, which mark endings, and one without them, which people leave out; of what may be a
    genitive "-ów" written "-ow" there is one without the ending.
    """
    bare = fold(word)
    # Numbers are all different: remembered, they would only grow with every import.
    return _stems(word, bare) if len(bare) >= SHORTEST and bare.isalpha() else ()


@lru_cache(maxsize=20_000)
def _stems(word: str, bare: str) -> tuple[str, ...]:
    stem = _stemmer().stemWord
    found = [fold(stem(word.casefold())), stem(bare)]
    if bare.endswith("ow") and len(bare) > SHORTEST + 1:
        found.append(bare.removesuffix("ow"))
    return tuple(dict.fromkeys(_shortened(each, bare) for each in found))


def _shortened(stem: str, bare: str) -> str:
    """A stem without what differs between forms; what is too short to tell words apart is the word without its last vowel."""
    for ending, instead in ENDINGS:
        stem = ending.sub(instead, stem)
    return stem if len(stem) >= SHORTEST else VOWEL.sub("", bare)


WORD = re.compile(r"[^\W_]+")


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of all words of a text, each once, in the order of the words."""
    return tuple(dict.fromkeys(stem for word in WORD.findall(text) for stem in stems(word)))
