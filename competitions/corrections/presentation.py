"""What a correction changed, as people read it: field by field in the order of the form, word by word."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from competitions.offers.models import OfferVersion
from competitions.offers.presentation import Shown, sections
from competitions.offers.queries import scope_words
from core.tables.collation import sort_key
from law.forms import Form

SAME, OUT, IN = "same", "out", "in"
# How many words are left on each side of a change in a long text.
AROUND = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed ("same"), was taken out ("out") or put in ("in")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a table: changed ("same"), taken out or put in; each cell with its column's label."""

    kind: str
    cells: tuple[tuple[str, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two versions give differently: pieces of its text, or its changed rows."""

    number: str
    label: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that came ("in") or went ("out"), with its title and name."""

    kind: str
    title: str
    name: str


def file_changes(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[FileChange]:
    """The files in which two versions differ, title by title: what went, then what came in its place."""
    before, after = ({(row["title"], row["name"], row["sha256"]) for row in rows} for rows in (old, new))
    changed = [(*row[:2], OUT) for row in before - after] + [(*row[:2], IN) for row in after - before]
    order = sorted(changed, key=lambda row: (sort_key(row[0]), row[2] == IN, row[1]))
    return [FileChange(kind, title, name) for title, name, kind in order]


def mark(section: str, number: str) -> str:
    """How the form calls a field: its section and number ("III.3")."""
    return number if number.startswith(f"{section}.") else f"{section}.{number}"


def names(official: Form, codes: Collection[str]) -> list[str]:
    """Fields of the form by mark and label, in its order."""
    return [
        f"{mark(section.code, field.number)} {field.label}"
        for section in official.sections
        for field in section.fields
        if field.code in codes
    ]


def differences(old: OfferVersion, new: OfferVersion) -> list[Difference]:
    """The fields in which a version differs from an earlier one, computed sums among them."""
    return [*_scopes(old, new), *compare(old.form_version, old.content, new.content)]


def _scopes(old: OfferVersion, new: OfferVersion) -> list[Difference]:
    """Another sub-task or other counties; versions of before form 2 of the checksum say nothing of theirs."""
    if not old.scope or not new.scope or old.scope == new.scope:
        return []
    before, after = ("; ".join(scope_words(each.offer, each.scope)) for each in (old, new))
    return [Difference("I.2", _("Podzadanie i obszar realizacji"), pieces=tuple(words(before, after)))]


def compare(form_version: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The same of two contents."""
    return [
        _difference(mark(section.code, one.number), one, other)
        for section, later in zip(sections(form_version, old), sections(form_version, new), strict=True)
        for one, other in zip(section.fields, later.fields, strict=True)
        if (one.text, one.typed) != (other.text, other.typed)
    ]


def _difference(number: str, old: Shown, new: Shown) -> Difference:
    if new.header:
        labels = [column.label for column in new.header]
        return Difference(number, new.label, rows=tuple(_rows(labels, old.typed, new.typed)))
    return Difference(number, new.label, pieces=tuple(shortened(words(old.text, new.text))))


def words(old: str, new: str) -> list[Piece]:
    """Two texts as pieces, word by word; all that is not "in" together is the old text, all that is not "out" the new one."""
    one, other = re.findall(r"\s*\S+|\s+", old), re.findall(r"\s*\S+|\s+", new)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(one[a:b])))
            continue
        if a < b:
            found.append(Piece(OUT, "".join(one[a:b])))
        if c < d:
            found.append(Piece(IN, "".join(other[c:d])))
    return found


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Long stretches that stayed the same, with only the words beside a change."""
    last = len(pieces) - 1
    return [
        Piece(SAME, _around(piece.text, first=place == 0, last=place == last)) if piece.kind == SAME else piece
        for place, piece in enumerate(pieces)
    ]


def _around(text: str, *, first: bool, last: bool) -> str:
    found = re.findall(r"\s*\S+|\s+", text)
    head, tail = 0 if first else AROUND, 0 if last else AROUND
    if len(found) <= head + tail + AROUND:
        return text
    return "".join(found[:head]) + " […] " + "".join(found[len(found) - tail :])


def _rows(labels: Sequence[str], old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> "list[RowChange]":
    """Rows that differ, the unchanged ones left out."""
    found: list[RowChange] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for before, after in zip_longest(old[a:b], new[c:d]):
            kind = IN if before is None else OUT if after is None else SAME
            empty = ("",) * len(labels)
            cells = zip(labels, before or empty, after or empty, strict=True)
            found.append(RowChange(kind, tuple((label, tuple(words(x, y))) for label, x, y in cells)))
    return found
