"""Polish names in the dative and the vocative, by rules that say nothing where they are not sure. A person checks every form.

Rules: the dictionary of Polish by PWN, "Zasady pisowni i interpunkcji" (declension of names); only patterns without alternatives
are here. An empty answer means that a person types the form.
"""

import re
from collections.abc import Callable, Sequence

VOWELS = "aąeęioóuyAĄEĘIOÓUY"
# Ending → ending, the first that fits; for feminine nouns in -a in the dative.
FEMININE_DATIVE: Sequence[tuple[str, str]] = (
    ("sta", "ście"), ("sła", ""), ("zda", ""), ("sna", ""), ("zna", ""), ("ssa", "ssie"),
    ("cja", "cji"), ("zja", "zji"), ("sja", "sji"),
    ("aja", "ai"), ("eja", "ei"), ("oja", "oi"), ("uja", "ui"),
    ("sia", "si"), ("zia", "zi"), ("cia", "ci"), ("nia", ""),
    ("ria", "rii"), ("lia", "lii"), ("fia", "fii"), ("dia", "dii"), ("wia", "wii"), ("gia", "gii"), ("bia", "bii"), ("mia", "mii"),
    ("sza", "szy"), ("cza", "czy"), ("rza", "rzy"), ("ża", "ży"), ("ca", "cy"), ("la", "li"),
    ("cha", "sze"), ("ka", "ce"), ("ga", "dze"), ("ra", "rze"), ("ła", "le"), ("ta", "cie"), ("da", "dzie"),
    ("na", "nie"), ("wa", "wie"), ("ma", "mie"), ("ba", "bie"), ("pa", "pie"), ("sa", "sie"), ("za", "zie"), ("fa", "fie"),
)  # fmt: skip
# The same for the vocative of first names of men that end in a consonant.
MASCULINE_VOCATIVE: Sequence[tuple[str, str]] = (
    ("weł", "wle"), ("sander", "sandrze"), ("er", ""), ("ek", "ku"), ("st", "ście"), ("sł", ""),
    ("sz", "szu"), ("cz", "czu"), ("rz", "rzu"), ("dz", ""), ("ch", "chu"), ("ż", "żu"), ("c", "cu"), ("l", "lu"), ("j", "ju"),
    ("k", "ku"), ("g", "gu"), ("d", "dzie"), ("t", "cie"), ("r", "rze"), ("ł", "le"), ("n", "nie"), ("m", "mie"), ("w", "wie"),
    ("f", "fie"), ("p", "pie"), ("b", "bie"), ("s", "sie"), ("z", "zie"),
)  # fmt: skip
# Masculine names and surnames that end in a consonant, in the dative.
MASCULINE_DATIVE: Sequence[tuple[str, str]] = (
    ("weł", "włowi"), ("sander", "sandrowi"), ("er", ""), ("rzec", ""), ("dziec", ""), ("ciec", ""), ("iec", "cowi"), ("niec", ""),
    ("ień", ""), ("eń", ""), ("eł", ""), ("dź", "dziowi"), ("ń", "niowi"), ("ś", "siowi"), ("ć", "ciowi"), ("ź", "ziowi"),
)  # fmt: skip
FEMININE_ADJECTIVE = re.compile(r"(?:sk|ck|dzk)a$")
MASCULINE_ADJECTIVE = re.compile(r"(?:sk|ck|dzk)i$")
# Surnames in -y are adjectives when they end so; of others (Kennedy) the rule says nothing.
IN_Y = re.compile(r"(?:[nwtłrm]|ch|cz|ż)y$")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def first_name_dative(name: str, *, woman: bool) -> str:
    """ "Anna" → "Annie", "Marek" → "Markowi"; empty where the rules are not sure."""
    return _each(name, lambda part: _noun_in_a(part) if woman else _man_dative(part, surname=False))


def surname_dative(name: str, *, woman: bool) -> str:
    """ "Kowalska" → "Kowalskiej", "Nowak" → "Nowakowi", of a woman "Nowak"; of a double name both parts."""
    return _each(name, _woman_surname if woman else lambda part: _man_dative(part, surname=True))


def first_name_vocative(name: str, *, woman: bool) -> str:
    """ "Anna" → "Anno", "Piotr" → "Piotrze"; empty where the rules are not sure."""
    return _each(name, _woman_vocative if woman else _man_vocative)


def _each(name: str, rule: Callable[[str], str]) -> str:
    """The rule for each part of a name; where one is not sure, none is."""
    parts = re.split(r"([ -])", name.strip())
    words = [part if part in " -" else rule(part) if WORD.fullmatch(part) else "" for part in parts]
    return "".join(words) if name.strip() and all(words) else ""


def _by(table: Sequence[tuple[str, str]], word: str) -> str | None:
    """The word with the first ending that fits changed, "" when that one is not sure, None when no ending fits."""
    for ending, other in table:
        if word.endswith(ending):
            return f"{word[: -len(ending)]}{other}" if other else ""
    return None


def _noun_in_a(word: str) -> str:
    return _by(FEMININE_DATIVE, word) or ""


def _woman_surname(word: str) -> str:
    if FEMININE_ADJECTIVE.search(word):
        return f"{word[:-1]}iej"
    if word.endswith(("owa", "ewa")):
        return f"{word[:-1]}ej"
    if word.endswith("ówna"):
        return f"{word[:-1]}ie"
    if word.endswith("a"):
        # A noun (Zaręba) or an adjective (Cicha): in these endings only a noun.
        return _noun_in_a(word) if word.endswith(("ba", "la", "ca", "sza", "ża")) else ""
    return word


def _man_dative(word: str, *, surname: bool) -> str:
    if MASCULINE_ADJECTIVE.search(word):
        return f"{word}emu"
    if word.endswith("i"):
        return "" if surname else f"{word}emu"
    if word.endswith("y"):
        return f"{word[:-1]}emu" if not surname or IN_Y.search(word) else ""
    if word.endswith("a"):
        return _noun_in_a(word) if surname else ""
    if word[-1] in VOWELS or (surname and _alternates(word)):
        return ""
    if word.endswith("ek") and _syllables(word) > 1:
        return f"{word[:-2]}kowi"
    found = _by(MASCULINE_DATIVE, word)
    return f"{word}owi" if found is None else found


def _man_vocative(word: str) -> str:
    if word.endswith(("y", "i")):
        return word
    if word[-1] in VOWELS:
        return ""
    return _by(MASCULINE_VOCATIVE, word) or ""


def _woman_vocative(word: str) -> str:
    if not word.endswith("a"):
        return ""
    if word.endswith(("sia", "zia", "cia", "nia")):
        return f"{word[:-1]}u" if _syllables(word) == 2 else ""
    if word.endswith("la") and len(word) <= 3:
        return f"{word[:-1]}u"
    return f"{word[:-1]}o"


def _syllables(word: str) -> int:
    """Vowels, of which "i" before another one is none."""
    return len(re.findall(rf"(?!i[{VOWELS}])[{VOWELS}]", word))


def _alternates(word: str) -> bool:
    """Whether the last vowel may change or go: Gołąb, Wróbel, Kozioł."""
    last = re.search(rf"[{VOWELS}](?=[^{VOWELS}]*$)", word)
    return word.endswith(("el", "ioł")) or bool(last and last[0] in "óą")
