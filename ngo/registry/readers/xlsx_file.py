"""Lists of organisations as XLSX: read row by row, after the archive was looked through for bombs, entities and macros."""

import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from core.files.containers import XmlFault, has_macros, is_swollen, xml_fault
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
ROWS_MAX = 1_048_576
DAMAGED = _lazy("Pliku XLSX nie da się odczytać: jest uszkodzony. Otwórz go w arkuszu i zapisz jeszcze raz.")
SHOWN = 10
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
        lambda: _check(page, width),
    )


def _records(lines: "_Lines", header: Header, fields: Sequence[str]) -> Generator[Record | Rejected, None, None]:
    with _readable():
        yield from records(lines, header, fields)


def _check(page: Any, width: int) -> None:
    with _readable():
        for _line in _Lines(page, width):
            pass


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise UnreadableFile(str(DAMAGED)) from error


def _inspect(file: BinaryIO) -> int:
    """Look through the archive before anything is unpacked for use; the number of rows in its longest sheet.

    Raises UnreadableFile for what is no XLSX or is not to be opened.
    """
    file.seek(0)
    with ZipFile(file) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        _refuse_other(archive, names)
        if is_swollen(parts, SHEET_MAX) or any(map(_is_held_whole, parts)):
            raise UnreadableFile(
                _(
                    "Plik XLSX rozpakowuje się do zbyt wielu danych. Zapisz sam wykaz jako „CSV UTF-8” i wczytaj ten plik."
                )
            )
        return max(
            (_rows_in(archive, part) for part in parts if part.filename.lower().endswith((".xml", ".rels"))), default=0
        )


def _refuse_other(archive: ZipFile, names: set[str]) -> None:
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(200):
        raise UnreadableFile(_("To arkusz OpenDocument (.ods). Zapisz dane jako „.xlsx” albo „CSV UTF-8”."))
    if "xl/workbook.bin" in names:
        raise UnreadableFile(_("To binarny skoroszyt (.xlsb). Zapisz dane jako „.xlsx” albo „CSV UTF-8”."))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(_("To archiwum, a nie arkusz. Rozpakuj je i wczytaj pliki z wykazem."))
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise UnreadableFile(_("Skoroszyt jest zabezpieczony hasłem. Zapisz go bez hasła i wczytaj jeszcze raz."))
    if has_macros(archive.infolist()):
        raise UnreadableFile(_("Skoroszyt zawiera makra. Zapisz go jako „.xlsx”, bez makr, i wczytaj jeszcze raz."))


def _is_held_whole(part: ZipInfo) -> bool:
    """Whether a part that is held in memory is too large for it."""
    most = TEXTS_MAX if part.filename == "xl/sharedStrings.xml" else PART_MAX
    return not part.filename.startswith("xl/worksheets/") and part.file_size > most


class _Rows:
    """Counts the rows of a sheet in its pieces."""

    def __init__(self) -> None:
        self.count, self.tail = 0, b""

    def see(self, piece: bytes) -> None:
        text = self.tail + piece
        self.count += sum(text.count(mark) - self.tail.count(mark) for mark in (b"<row ", b"<row>"))
        self.tail = text[-16:]


def _rows_in(archive: ZipFile, part: ZipInfo) -> int:
    """The number of rows that a part holds. Raises UnreadableFile for XML that is not to be read."""
    rows = _Rows()
    fault = xml_fault(archive, part, rows.see)
    if fault is XmlFault.DOCTYPE:
        raise UnreadableFile(_("Plik XLSX zawiera deklaracje encji, których arkusze nie zapisują; nie został otwarty."))
    if fault:
        raise UnreadableFile(str(DAMAGED))
    return rows.count


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
