"""What a person typed into a search box: words, "a phrase", -without, field:value; nothing typed is ever an error."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.tables.folding import fold

# More words than anybody types; each is a condition for the database.
MOST = 12
TERM = re.compile(
    r"""(?P<minus>[-−–]?)
        (?:(?P<field>[^\W\d_]+):\s*)?
        (?:"(?P<straight>[^"]*)"|„(?P<curly>[^„”"]*)[”"]|(?P<word>[^\s"„”]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: a word or a phrase as it was typed, of a field or of anything, wanted or not."""

    text: str
    field: str = ""
    phrase: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions, and what was taken otherwise than typed, in sentences."""

    terms: tuple[Term, ...]
    remarks: tuple[str, ...]


def parse(text: str, fields: Collection[str]) -> Query:
    """The conditions of a text; `fields` are the names that stand before a colon, folded.

    A name that is no field is a word like any other, so is what follows a quotation mark without its pair; both are said.
    """
    terms: list[Term] = []
    remarks: list[str] = []
    for match in TERM.finditer(text):
        field, excluded = match["field"] or "", bool(match["minus"])
        phrase = match["straight"] if match["straight"] is not None else match["curly"]
        typed = phrase if phrase is not None else match["word"]
        if field and fold(field) not in fields:
            remarks.append(
                _("Nie ma pola „%(field)s”, szukam tego słowa w nazwach. Pola: %(fields)s.")
                % {"field": field, "fields": ", ".join(sorted(fields))}
            )
            terms.append(Term(field, excluded=excluded))
            field = ""
        if phrase is not None or field:
            terms.append(Term(typed, fold(field), phrase is not None, excluded))
        else:
            terms += _words(typed, excluded=excluded)
    if len(re.findall('"', text)) % 2 or text.count("„") > len(re.findall(r'„[^„”"]*[”"]', text)):
        remarks.append(_("Cudzysłów nie ma pary, więc szukam osobnych słów."))
    terms = [term for term in terms if fold(term.text)]
    if len(terms) > MOST:
        remarks.append(_("To długie pytanie: szukam pierwszych %(most)s słów.") % {"most": MOST})
    return Query(tuple(terms[:MOST]), tuple(remarks))


def _words(typed: str, *, excluded: bool) -> list[Term]:
    """ "Ala-Ola" is two words; -Ala-Ola excludes the two together."""
    if excluded:
        return [Term(typed, phrase=True, excluded=True)]
    return [Term(word) for word in re.split(r"[\W_]+", typed) if word]
