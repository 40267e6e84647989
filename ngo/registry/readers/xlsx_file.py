"""Lists of organisations as XLSX: read row by row, after the archive was looked through for bombs, entities and macros."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from ngo.registry.readers.rows import RAW_MAX, Layout, Opened, Record, Rejected, UnreadableFile
from ngo.registry.readers.table import (
    COLUMNS_MAX,
    HEADER_WITHIN,
    Digits,
    Header,
    Line,
    header_of,
    no_header,
    printable,
    records,
)

ZIP = b"PK\x03\x04"
# The container of the old .xls, and of any workbook with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MB = 1024 * 1024
# What a part may unpack to: sheets are read row by row, the texts of cells and the rest are held in memory.
SHEET_MAX, TEXTS_MAX, PART_MAX = 400 * MB, 64 * MB, 16 * MB
# How many times larger than its packed form: rows of numbers reach 20, a bomb a thousand.
RATIO_MAX = 100
PARTS_MAX = 2000
ROWS_MAX = 1_048_576
SHOWN = 10
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
# What openpyxl and the archive raise for a file that is not what it says.
BROKEN = (
    BadZipFile, ZlibError, EOFError, OSError, KeyError, ValueError, TypeError, SyntaxError, AttributeError, IndexError,
    RuntimeError, OverflowError,
)  # fmt: skip


def refuse_old(file: BinaryIO) -> None:
    """Raises UnreadableFile for a file in the container of .xls: an old workbook, or one with a password."""
    file.seek(0)
    # The names in the container's directory are UTF-16; it stands anywhere in the file.
    if "EncryptedPackage".encode("utf-16-le") in file.read(20 * MB):
        raise UnreadableFile(_("Skoroszyt jest zabezpieczony hasłem. Zapisz go bez hasła i wczytaj jeszcze raz."))
    raise UnreadableFile(
        _(
            "To stary format arkusza (.xls) albo inny dokument Office. Zapisz dane jako „Skoroszyt programu Excel (.xlsx)”."
        )
    )


def opened(file: BinaryIO, fields: Sequence[str] = (), *, sheet: str = "", loose: bool = False) -> Opened:
    """A workbook's sheet, recognised: the one named, or the first visible one with a header.

    Raises UnreadableFile, here or while rows are read, for another kind of file, a bomb, macros, a password, and for a
    sheet without a header (see csv_file.opened for `fields` and `loose`).
    """
    with _readable():
        most = _inspect(file)
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        visible = {each.title: each for each in book.worksheets if each.sheet_state == "visible"}
        if sheet and sheet not in visible:
            raise UnreadableFile(_("W skoroszycie nie ma arkusza „%(sheet)s”.") % {"sheet": sheet[:100]})
        sizes = {title: each.max_row for title, each in visible.items()}
        found = {title: _header(visible[title]) for title in ([sheet] if sheet else visible)}
        titles = [title for title, header in found.items() if header and header.is_sure]
        titles += [title for title, header in found.items() if header and (loose or fields)]
        header = found[titles[0]] if titles else None
        if header is None:
            raise no_header()
        page = visible[titles[0]]
        width = max(number for number, cell in enumerate(header.headings, start=1) if cell.strip())
        header = Header(header.known, header.number, header.headings[:width], header.fields[:width])
        total = max(min(sizes[page.title] or most, most), 1)
        first = tuple(
            tuple(map(_text, cells[:width])) for cells in _rows(page, header.number + 1, header.number + SHOWN)
        )
    layout = Layout(
        "xlsx", sheet=page.title, sheets=tuple(visible), header=header.number, headings=printable(header.headings),
        fields=tuple(fields) or header.fields,
    )  # fmt: skip
    lines = _Lines(page, width)
    return Opened(
        "opp_list" if header.is_opp_list else "list",
        layout,
        first,
        _records(lines, header, layout.fields),
        lambda: min(lines.number / total, 1.0),
    )


def _records(lines: "_Lines", header: Header, fields: Sequence[str]) -> Iterator[Record | Rejected]:
    with _readable():
        yield from records(lines, header, fields)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise UnreadableFile(
            _("Pliku XLSX nie da się odczytać: jest uszkodzony. Otwórz go w arkuszu i zapisz jeszcze raz.")
        ) from error


def _inspect(file: BinaryIO) -> int:
    """Look through the archive before anything is unpacked for use; the number of rows in its longest sheet.

    Raises UnreadableFile for what is no XLSX or is not to be opened.
    """
    file.seek(0)
    with ZipFile(file) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        _refuse_other(archive, names)
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > PARTS_MAX or len(names) != len(parts) or unpacked > SHEET_MAX or any(map(_is_bomb, parts)):
            raise UnreadableFile(
                _(
                    "Plik XLSX rozpakowuje się do zbyt wielu danych. Zapisz sam wykaz jako „CSV UTF-8” i wczytaj ten plik."
                )
            )
        return max((_scan(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)


def _refuse_other(archive: ZipFile, names: set[str]) -> None:
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(200):
        raise UnreadableFile(_("To arkusz OpenDocument (.ods). Zapisz dane jako „.xlsx” albo „CSV UTF-8”."))
    if "xl/workbook.bin" in names:
        raise UnreadableFile(_("To binarny skoroszyt (.xlsb). Zapisz dane jako „.xlsx” albo „CSV UTF-8”."))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(_("To archiwum, a nie arkusz. Rozpakuj je i wczytaj pliki z wykazem."))
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise UnreadableFile(_("Skoroszyt jest zabezpieczony hasłem. Zapisz go bez hasła i wczytaj jeszcze raz."))
    if any("vbaproject" in name.lower() for name in names):
        raise UnreadableFile(_("Skoroszyt zawiera makra. Zapisz go jako „.xlsx”, bez makr, i wczytaj jeszcze raz."))


def _is_bomb(part: ZipInfo) -> bool:
    """Whether a part unpacks to too much; the archive never gives more than the size that is written in it."""
    held = not part.filename.startswith("xl/worksheets/")
    most = TEXTS_MAX if part.filename == "xl/sharedStrings.xml" else PART_MAX
    return (held and part.file_size > most) or (
        part.file_size > MB and part.file_size > RATIO_MAX * max(part.compress_size, 1)
    )


def _scan(archive: ZipFile, part: ZipInfo) -> int:
    """The number of rows that a part holds. Raises UnreadableFile for entities and for an encoding that could hide them."""
    rows, tail = 0, b""
    with archive.open(part) as stream:
        start = stream.read(256)
        named = ENCODING.search(start.split(b"?>")[0])
        if b"\x00" in start or (named and named[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
            raise UnreadableFile(_("Plik XLSX ma części w nietypowym kodowaniu. Zapisz go w arkuszu jeszcze raz."))
        chunk = start
        while chunk:
            text = tail + chunk
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise UnreadableFile(
                    _("Plik XLSX zawiera deklaracje encji, których arkusze nie zapisują; nie został otwarty.")
                )
            rows += text.count(b"<row ") + text.count(b"<row>") - tail.count(b"<row ") - tail.count(b"<row>")
            tail, chunk = text[-16:], stream.read(MB)
    return rows


def _rows(page: Any, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    # The size that a sheet gives of itself may be wrong, and rows are counted by their numbers.
    page.reset_dimensions()
    yield from page.iter_rows(min_row=first, max_row=last, max_col=COLUMNS_MAX, values_only=True)


def _header(page: Any) -> Header | None:
    return header_of([_text(cell) for cell in cells] for cells in islice(_rows(page, 1, HEADER_WITHIN), HEADER_WITHIN))


class _Lines:
    """The lines of a sheet, remembering at which it is."""

    def __init__(self, page: Any, width: int) -> None:
        self.page, self.width, self.number = page, width, 0

    def __iter__(self) -> Iterator[Line | Rejected]:
        for number, values in enumerate(_rows(self.page, 1, ROWS_MAX), start=1):
            self.number = number
            cells = [_text(value) for value in values[: self.width]]
            cells += [text for value in values[self.width :] if value is not None and (text := _text(value))]
            raw = printable([";".join(cells)[:RAW_MAX]])[0]
            if wrong := next((cell for cell in cells if cell in ERROR_CODES), ""):
                reason = _("W komórce stoi błąd arkusza (%(error)s) zamiast wartości.") % {"error": wrong}
                yield Rejected(number, reason, raw, printable(cells))
            else:
                yield Line(number, cells, raw)


def _text(value: Any) -> str:
    """A cell as text: a whole number without its ".0", a day as 2026-11-23."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return Digits(int(value))
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    return str(value)
