"""Lists of organisations as CSV: whichever separator, header names and encoding their authors chose."""

import csv
from collections.abc import Generator, Iterator, Sequence
from io import SEEK_END, TextIOWrapper
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from ngo.registry.readers.encoding import detect
from ngo.registry.readers.rows import RAW_MAX, Layout, Opened, Record, Rejected, UnreadableFile
from ngo.registry.readers.table import HEADER_WITHIN, Header, Line, header_of, no_header, printable, records

SEPARATORS = ";,\t|"
SHOWN = 10
READ = 64 * 1024


def opened(file: BinaryIO, fields: Sequence[str] = (), *, loose: bool = False) -> Opened:
    """A list, recognised; `fields` say what its columns hold, where that is known better than by their names.

    Raises UnreadableFile, here or while rows are read, when it is no text or has no header with a number; `loose` takes
    then the first row with two cells for the header, for people to say what it means.
    """
    encoding = detect(file)
    lines = _first_lines(file, encoding)
    found = [(header, separator) for separator in SEPARATORS if (header := _header(lines, separator))]
    if not found:
        raise no_header()
    header, separator = max(found, key=lambda each: (each[0].known, len(each[0].headings)))
    if not (header.is_sure or loose or fields):
        raise no_header()
    size = file.seek(0, SEEK_END)
    layout = Layout(
        "csv", encoding, separator, header=header.number, headings=printable(header.headings),
        fields=tuple(fields) or header.fields,
    )  # fmt: skip
    rows = csv.reader(lines, delimiter=separator)
    try:
        first = tuple(printable(cells) for cells in islice(rows, header.number, header.number + SHOWN))
    except csv.Error:
        first = ()
    return Opened(
        "opp_list" if header.is_opp_list else "list",
        layout,
        first,
        _records(file, layout, header),
        lambda: file.tell() / size,
        lambda: _check(file, encoding),
    )


def _first_lines(file: BinaryIO, encoding: str) -> list[str]:
    file.seek(0)
    text = TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
    try:
        return list(islice(text, HEADER_WITHIN + SHOWN))
    except UnicodeError as error:
        raise _broken_off() from error
    finally:
        text.detach()


def _check(file: BinaryIO, encoding: str) -> None:
    file.seek(0)
    text = TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
    try:
        while text.read(READ):
            pass
    except UnicodeError as error:
        raise _broken_off() from error
    finally:
        text.detach()


def _header(lines: list[str], separator: str) -> Header | None:
    try:
        return header_of(islice(csv.reader(lines, delimiter=separator), HEADER_WITHIN))
    except csv.Error:
        return None


def _records(file: BinaryIO, layout: Layout, header: Header) -> Generator[Record | Rejected, None, None]:
    file.seek(0)
    # Bytes that are not of the encoding come through as lone surrogates: the row that holds them is rejected.
    text = TextIOWrapper(file, encoding=layout.encoding, errors="surrogateescape", newline="")
    try:
        yield from records(_lines(text, layout.separator), header, layout.fields)
    except UnicodeError as error:
        raise _broken_off() from error
    finally:
        text.detach()


def _lines(text: TextIOWrapper, separator: str) -> Iterator[Line | Rejected]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raw = shown("".join(lines.taken))
            yield Rejected(number, _broken(error), raw, (raw,))
            continue
        yield Line(number, cells, shown("".join(lines.taken)))


class _Lines:
    """The lines of a text, remembering those that the row being read has taken."""

    def __init__(self, text: TextIOWrapper) -> None:
        self.text = text
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self.text)
        if len(self.taken) < HEADER_WITHIN:
            self.taken.append(line)
        return line


def shown(raw: str) -> str:
    """The row as it is shown to people: bytes that are no text become "\ufffd"."""
    return printable([raw.strip("\r\n")[:RAW_MAX]])[0]


def _broken_off() -> UnreadableFile:
    return UnreadableFile(_("Plik jest uszkodzony: kończy się w połowie znaku."))


def _broken(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return _("Cudzysłów otwarty w tym wierszu nie jest zamknięty; dalszej części pliku nie wczytano.")
    if "field larger" in str(error):
        return _("Komórka jest zbyt długa; prawdopodobnie nie zamknięto cudzysłowu.")
    return _("Cudzysłowy w tym wierszu są niepoprawne: cudzysłów wewnątrz nazwy zapisuje się podwójnie.")
