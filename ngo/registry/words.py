"""How names are also written: "OSP" and "Ochotnicza Straż Pożarna", "Stow." and "Stowarzyszenie" stand for each other."""

from core.tables.folding import fold
from ngo.registry.naming import SAME, parse

# Short → in full, folded: abbreviations of several words, and cut words.
FULL: dict[str, tuple[str, ...]] = {
    **{kept: tuple(each for each in same if " " in each) for kept, same in SAME.items() if any(" " in s for s in same)},
    **{cut: (kept,) for kept, same in SAME.items() for cut in same if " " not in cut and kept.startswith(cut)},
}
# Those made of first letters, which are whole words or nothing.
ABBREVIATIONS = frozenset(short for short, full in FULL.items() if " " in full[0])


def other_writings(text: str) -> list[str]:
    """What a text could also say: "OSP Rawa" → ["ochotnicza straz pozarna"], "Koło Gospodyń Wiejskich" → ["kgw"]."""
    words = set(fold(text).split())
    full = [each for word in sorted(words & FULL.keys()) for each in FULL[word]]
    return full + [short for short in dict.fromkeys(parse(text).stems) if short in ABBREVIATIONS - words]
