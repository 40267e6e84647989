"""Names of organisations told apart: one key for every way of writing a name, and how like two names are, with the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from snowballstemmer import stemmer

from core.tables.folding import fold

KEY_MAX = 400
# What stands for what, each in any inflected form: the word kept → the words that mean the same.
SAME = {
    "stowarzyszenie": ("stow", "stowarz"),
    "fundacja": ("fund",),
    "towarzystwo": ("tow",),
    "zwiazek": ("zw",),
    "spoldzielnia": ("spoldz",),
    "osp": ("ochotnicza straz pozarna",),
    "kgw": ("kolo gospodyn wiejskich",),
    "uks": ("uczniowski klub sportowy",),
    "lks": ("ludowy klub sportowy", "lodzki klub sportowy"),
    "mks": ("miedzyszkolny klub sportowy", "miejski klub sportowy"),
    "gks": ("gminny klub sportowy", "gorniczy klub sportowy"),
    "ks": ("klub sportowy", "ksiadz", "ksiedza"),
    "lzs": ("ludowy zespol sportowy",),
    "pck": ("polski czerwony krzyz",),
    "zhp": ("zwiazek harcerstwa polskiego",),
    "zhr": ("zwiazek harcerstwa rzeczypospolitej",),
    "tpd": ("towarzystwo przyjaciol dzieci",),
    "pttk": ("polskie towarzystwo turystyczno krajoznawcze",),
    "tkkf": ("towarzystwo krzewienia kultury fizycznej",),
    "pzn": ("polski zwiazek niewidomych",),
    "pzw": ("polski zwiazek wedkarski",),
    "pkps": ("polski komitet pomocy spolecznej",),
    "wopr": ("wodne ochotnicze pogotowie ratunkowe",),
    "utw": ("uniwersytet trzeciego wieku",),
    "opp": ("organizacja pozytku publicznego",),
    "przyjaciel": ("przyjaciol",),
    "im": ("imienia",),
    "sw": ("swiety", "swietej", "swietych"),
    "nr": ("numer",),
    "oddz": ("oddzial",),
    "prof": ("profesor",),
    "dr": ("doktor",),
    "gen": ("general",),
    "i": ("oraz",),
}
# Words that say what kind of a body it is, not which one.
FORMS = (
    "stowarzyszenie fundacja towarzystwo zwiazek spoldzielnia klub kolo osp kgw uks lks mks gks ks lzs opp "
    "terenowy jednostka terenowa oddz"
)
# Short words that tie others together.
TIES = frozenset(["w", "we", "z", "ze", "na", "i", "im", "nr", "dla", "do", "o"])
KRS = re.compile(r"\bkrs\W{0,3}(?:nr\W{0,3}|numer\W{0,3})?(\d[\d\s]{2,11}\d)\b", re.IGNORECASE)
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
ENDING = re.compile(r"\bw (?:likwidacji|upadlosci|upadlosci likwidacyjnej)\b")
SEAT = re.compile(r"\bz siedziba we? (.+)$")
# How near two spellings of one word are at least, from 0 to 1.
NEAR = 0.8

_stemmer = stemmer("polish")


class Reason(Enum):
    """Why two names are taken for like, from the surest."""

    NUMBER = "number"
    SAME = "same"
    INFLECTED = "inflected"
    SEATED = "seated"
    PLACE = "place"
    SPELLING = "spelling"
    WORD = "word"
    ABBREVIATION = "abbreviation"
    OTHER_NUMBER = "other_number"
    ONLY_NUMBER = "only_number"

    @property
    def sure(self) -> bool:
        """Whether this reason alone, where it fits one organisation only, says which one is meant."""
        return self in (Reason.NUMBER, Reason.SAME, Reason.INFLECTED, Reason.SEATED)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: its words and their stems in order, what abbreviations stand for, the seat and number it tells.

    `words` and `stems` run side by side; a phrase that has an abbreviation is one word ("osp"). `senses` holds what an
    abbreviation of several meanings stands for here, where the name says so: {("lks", "ludow")}.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    senses: frozenset[tuple[str, str]]
    place: str
    krs: str

    @property
    def key(self) -> str:
        """The same for every way of writing the name; empty for a name without letters and digits."""
        return " ".join(self.stems)[:KEY_MAX]

    @property
    def core(self) -> str:
        """The key without the place at its end and without ties: alike for names that differ in these only."""
        return " ".join(stem for stem in self._without_place() if stem not in TIES)[:KEY_MAX] or self.key

    def _without_place(self) -> tuple[str, ...]:
        stems = tuple(stem for stem in self.stems if stem != "opp") or self.stems
        for at in range(len(stems) - 1, max(len(stems) - 5, 0), -1):
            if stems[at] in ("w", "we") and at < len(stems) - 1 and telling(stems[:at]):
                return stems[:at]
        return stems

    @property
    def ending_place(self) -> str:
        """The place at the end of the name: "lodzi" of "Fundacja X w Łodzi"."""
        rest = self.words[len(self._without_place()) :]
        return " ".join(rest[1:]) if rest and rest[0] in ("w", "we") else ""


def stem(word: str) -> str:
    """The stem of a folded word; short words and those with digits are their own."""
    # Numbers in names are all different: remembered, they would only grow with every import.
    return word if len(word) <= 3 or not word.isalpha() else _stemmed(word)


@lru_cache(maxsize=20_000)
def _stemmed(word: str) -> str:
    bare = str(_stemmer.stemWord(word))
    if len(bare) < 3:
        return word[:3]
    return bare[:-1] if len(bare) > 4 and bare.endswith("j") else bare


def _phrases() -> dict[tuple[str, ...], str]:
    """The stems of each phrase → the stem kept."""
    return {
        tuple(stem(word) for word in phrase.split()): stem(kept) for kept, phrases in SAME.items() for phrase in phrases
    }


PHRASES = _phrases()
LONGEST = max(len(phrase) for phrase in PHRASES)
# Abbreviations of several meanings.
MANY = {stem(kept) for kept, phrases in SAME.items() if len([each for each in phrases if " " in each]) > 1}
FORM_STEMS = frozenset(stem(word) for word in FORMS.split())


def telling(stems: tuple[str, ...]) -> int:
    """How many of the stems say which organisation it is: neither a kind of a body nor a tie."""
    return sum(each not in FORM_STEMS and each not in TIES for each in stems)


def parse(text: str) -> Name:
    """Take a name apart."""
    number = KRS.search(text)
    if number:
        text = f"{text[: number.start()]} {text[number.end() :]}"
    text = DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text.replace("&", " i "))
    folded = ENDING.sub(" ", fold(text))
    seat = SEAT.search(folded)
    words = folded[: seat.start()].split() if seat else folded.split()
    senses: set[tuple[str, str]] = set()
    if re.search(r"\błks\b", text.casefold()):
        senses.add(("lks", stem("lodzki")))
    kept_words: list[str] = []
    kept_stems: list[str] = []
    for word, kept, phrase in _contracted(words):
        kept_words.append(word)
        kept_stems.append(kept)
        if kept in MANY and len(phrase) > 1:
            senses.add((kept, phrase[0]))
    krs = re.sub(r"\s", "", number[1]).zfill(10) if number else ""
    place = " ".join(seat[1].split()[:4]) if seat else ""
    return Name(tuple(kept_words), tuple(kept_stems), frozenset(senses), place, krs if len(krs) == 10 else "")


def _contracted(words: list[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each word with its stem; a phrase that has an abbreviation comes as that, with the stems it was."""
    stems = [stem(word) for word in words]
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = tuple(stems[at : at + length])
            if kept := PHRASES.get(phrase):
                yield kept, kept, phrase
                break
        else:
            length = 1
            # A legal form is the same word in any case.
            yield stems[at] if stems[at] in FORM_STEMS else words[at], stems[at], (stems[at],)
        at += length


def shorter(stems: tuple[str, ...]) -> Iterator[str]:
    """The keys with one word left out, where what is left still tells which organisation it is."""
    for at in range(len(stems)):
        rest = stems[:at] + stems[at + 1 :]
        if telling(rest):
            yield " ".join(rest)


def same_place(one: str, other: str) -> bool:
    """Whether two folded names of a place are one place in other cases: "lodzi" and "lodz", "kielcach" and "kielce"."""
    mine, theirs = fold(one).split(), fold(other).split()
    return bool(mine) and len(mine) == len(theirs) and all(map(_declined, mine, theirs))


def _declined(one: str, other: str) -> bool:
    alike = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        alike += 1
    return alike >= max(3, min(len(one), len(other)) - 2) and abs(len(one) - len(other)) <= 4


def likeness(asked: Name, known: Name, *, city: str = "", krs: str = "") -> Reason | None:
    """Why `asked` may be the organisation called `known` with a seat and a number; None when they are not like.

    Where the name asked for tells the seat or the number and the organisation has another one, that is no sure reason.
    """
    reason = _likeness(asked, known)
    if asked.krs and asked.krs == krs:
        return Reason.NUMBER if reason or not asked.stems else Reason.ONLY_NUMBER
    if reason and asked.krs and krs:
        return Reason.OTHER_NUMBER
    if reason is None:
        return None
    if any(token == other and sense != meant for token, sense in asked.senses for other, meant in known.senses):
        return Reason.ABBREVIATION
    seat = asked.place or (asked.ending_place if reason is Reason.PLACE else "")
    if seat and city:
        if not same_place(seat, city):
            return Reason.PLACE
        if reason is Reason.PLACE and not known.ending_place:
            return Reason.SEATED
    return reason


def _likeness(asked: Name, known: Name) -> Reason | None:
    if not asked.stems or not known.stems:
        return None
    if asked.stems == known.stems:
        return Reason.SAME if asked.words == known.words else Reason.INFLECTED
    if asked.core == known.core:
        mine, theirs = asked.ending_place, known.ending_place
        return Reason.PLACE if not (mine and theirs) or same_place(mine, theirs) else None
    longer, less = sorted((asked.stems, known.stems), key=len, reverse=True)
    if len(longer) == len(less) + 1:
        at = next((at for at, each in enumerate(less) if longer[at] != each), len(less))
        left_out = longer[:at] + longer[at + 1 :] == less
        return Reason.WORD if left_out and telling(less) and not longer[at].isdigit() else None
    if len(longer) == len(less):
        apart = [pair for pair in zip(longer, less, strict=True) if pair[0] != pair[1]]
        if len(apart) == 1 and _misspelt(*apart[0]):
            return Reason.SPELLING
    return None


def _misspelt(one: str, other: str) -> bool:
    if any(char.isdigit() for char in one + other) or min(len(one), len(other)) < 4:
        return False
    return SequenceMatcher(None, one, other).ratio() >= NEAR
