"""A list of names, one a line: CSV with a column "name", in any of the encodings that lists come in."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from django.utils.translation import gettext as _

from core.tables.folding import fold
from ngo.registry.readers.encoding import detect
from ngo.registry.readers.rows import UnreadableFile

HEADINGS = ("name", "nazwa", "nazwa organizacji", "organizacja", "pelna nazwa")
SEPARATORS = ";,\t|"
# A name that is longer is no name.
NAME_MAX = 1000


def read(file: BinaryIO) -> list[str]:
    """The names in a file, in order, without empty lines. Raises UnreadableFile."""
    text = TextIOWrapper(file, encoding=detect(file), errors="replace", newline="")
    try:
        return from_text(text.read())
    except UnicodeError as error:
        raise UnreadableFile(_("Plik jest uszkodzony: kończy się w połowie znaku.")) from error
    finally:
        text.detach()


def from_text(text: str) -> list[str]:
    """The names in a text with the heading "name" ("nazwa") in its first line. Raises UnreadableFile."""
    heading = text.lstrip("\ufeff\r\n\t ").split("\n", 1)[0].rstrip("\r")
    for separator in SEPARATORS:
        columns = [fold(cell) for cell in heading.split(separator)]
        column = next((at for at, each in enumerate(columns) if each in HEADINGS), None)
        if column is not None:
            names = _only_column(text) if len(columns) == 1 else _column(text, separator, column)
            return [name[:NAME_MAX] for name in (" ".join(each.split()) for each in names) if name]
    raise UnreadableFile(_("W pierwszym wierszu musi stać nazwa kolumny: „name” albo „nazwa”."))


def _column(text: str, separator: str, column: int) -> Iterator[str]:
    rows = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        next(rows)
        for row in rows:
            if len(row) > column:
                yield row[column]
    except csv.Error as error:
        raise UnreadableFile(_("Cudzysłowy w pliku są niepoprawne: nie da się odczytać kolumny z nazwami.")) from error


def _only_column(text: str) -> Iterator[str]:
    """Names alone: what a spreadsheet quoted is read so, and any other line is a name as it stands, with its signs."""
    lines = text.splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, delimiter=",", strict=True))
        whole = all(len(row) <= 1 for row in rows)
    except csv.Error:
        whole = False
    if whole:
        yield from (row[0] for row in rows[1:] if row)
        return
    for line in lines[1:]:
        bare = line.strip()
        quoted = len(bare) > 1 and bare[0] == bare[-1] == '"' and '"' not in bare[1:-1].replace('""', "")
        yield bare[1:-1].replace('""', '"') if quoted else bare
