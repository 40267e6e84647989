"""Names taken out of what experts wrote: of experts, of panel members, of other applicants, with their inflected forms; pure."""

import re
from collections.abc import Iterable

MASK = "[…]"
# E-mail addresses tell who wrote as well as names do.
EMAIL = re.compile(r"\S+@\S+\.\w+")
# What a Polish ending may add to the stem of a surname: Nowak – Nowakowi, Ekspertka – Ekspertką.
ENDING = r"\w{0,4}"


def masked(text: str, *, people: Iterable[str] = (), organisations: Iterable[str] = ()) -> str:
    """The text with "[…]" in place of surnames (in any case form), full names of organisations and e-mail addresses.

    A surname of three letters or fewer is masked only as it is written, since its stem would hit other words.
    """
    text = EMAIL.sub(MASK, text)
    for name in sorted(organisations, key=len, reverse=True):
        if words := name.split():
            text = re.sub(r"\s+".join(map(re.escape, words)), MASK, text, flags=re.IGNORECASE)
    for person in people:
        names = person.split()
        for part in re.split("-", names[-1]) if names else ():
            first = rf"(?:{re.escape(names[0][: max(2, len(names[0]) - 2)])}\w*\s+)?" if len(names) > 1 else ""
            text = re.sub(rf"\b{first}{_stem(part)}\b", MASK, text)
    return text


def _stem(surname: str) -> str:
    if len(surname) <= 3:
        return re.escape(surname)
    return re.escape(surname[:-1] if surname[-1] in "aeiouyąęó" else surname) + ENDING
