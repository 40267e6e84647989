"""Tables that people bring: the rows of a CSV or of the first sheet of a workbook, as text."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import StringIO
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from core.files.check import check
from core.files.kinds import XLSX
from core.files.refusals import RefusedFile
from core.tables.spreadsheet import as_typed

ROWS_MAX = 2000
COLUMNS_MAX = 60
MB_MAX = 5
SEPARATORS = ";,\t"
CELL_MAX = 20_000


def rows(file: "File[Any]") -> list[list[str]]:
    """All rows with something in them, the heads first. Raises RefusedFile."""
    stream = cast(BinaryIO, file.file)
    stream.seek(0)
    head = stream.read(4)
    if head.startswith(b"PK"):
        check(stream, file.name or "", kinds=(XLSX,), max_mb=MB_MAX)
        found = _workbook(stream)
    else:
        found = _csv(stream)
    filled = [row for row in found if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise RefusedFile(_("W pliku nie ma wierszy pod nagłówkiem. Pobierz wzór tabeli z tej strony."))
    if len(filled) > ROWS_MAX + 1:
        raise RefusedFile(_("Plik ma ponad %(rows)s wierszy. Podziel go na części.") % {"rows": ROWS_MAX})
    return filled


def _csv(stream: BinaryIO) -> list[list[str]]:
    stream.seek(0)
    content = stream.read(MB_MAX * 1024 * 1024 + 1)
    if len(content) > MB_MAX * 1024 * 1024:
        raise RefusedFile(_("Plik ma ponad %(size)s MB. Podziel go na części.") % {"size": MB_MAX})
    if b"\x00" in content:
        raise RefusedFile(_("To nie jest tabela CSV ani XLSX."))
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        read = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise RefusedFile(_("Tabela CSV jest uszkodzona: sprawdź cudzysłowy.")) from error
    return [_typed(row) for row in read[: ROWS_MAX + 2]]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", errors="replace")


def _workbook(stream: BinaryIO) -> list[list[str]]:
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=True)
        try:
            sheet: Any = book.worksheets[0]
            read: Iterable[Sequence[Any]] = sheet.iter_rows(max_row=ROWS_MAX + 2, max_col=COLUMNS_MAX, values_only=True)
            return [_typed([_text(cell) for cell in row]) for row in read]
        finally:
            book.close()
    # A workbook can be broken in as many ways as the library has words for.
    except Exception as error:
        raise RefusedFile(_("Arkusza nie da się odczytać. Zapisz go jeszcze raz jako XLSX albo CSV.")) from error


def _typed(row: Sequence[str]) -> list[str]:
    return [as_typed(cell)[:CELL_MAX] for cell in row[:COLUMNS_MAX]]


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
