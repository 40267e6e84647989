"""Tables that people take away: CSV and JSON row by row, XLSX through a file; a cell of text is never a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

# A cell that begins so, after blanks or not, is a formula to a spreadsheet; the wide signs are taken for the narrow ones
# by some, and a tab or a line end at the beginning parts a cell in two.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# What no XML holds: control characters, halves of pairs, and code points left out for good.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ROWS_AT_ONCE = 500


def safe(cell: str) -> str:
    """The cell as text to any spreadsheet: what would be a formula gets an apostrophe in front."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_typed(cell: str) -> str:
    """The cell of a table of ours that came back, without the apostrophe that `safe` put there."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell


class _Line:
    """A file for csv.writer that keeps what was written until it is taken."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line)

    def taken(self) -> bytes:
        text, self.lines = "".join(self.lines), []
        return text.encode()


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV as Polish spreadsheets open it: UTF-8 with its mark, semicolons, safe cells; some rows at a time."""
    line = _Line()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    line.write("\ufeff")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow(map(safe, row))
        if number % ROWS_AT_ONCE == 0:
            yield line.taken()
    yield line.taken()


def json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A JSON list, one object a line; some rows at a time."""
    encode = DjangoJSONEncoder(ensure_ascii=False).encode
    kept: list[str] = []
    before = "[\n"
    for number, row in enumerate(rows, start=1):
        kept.append(f"{before}{encode(row)}")
        before = ",\n"
        if number % ROWS_AT_ONCE == 0:
            yield "".join(kept).encode()
            kept = []
    yield ("".join(kept) + ("[]\n" if before == "[\n" else "\n]\n")).encode()


def xlsx_file(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """A workbook of one sheet, open at its beginning. Cells are text as it was typed, so none is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number in range(len(header)):
        sheet.column_dimensions[chr(ord("A") + number)].width = 60 if number == 0 else 20
    heads = [WriteOnlyCell(sheet, value=text) for text in header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_text(sheet, NO_XML.sub("\ufffd", each)) for each in row])
    file = TemporaryFile()  # noqa: SIM115 – the answer that streams it closes it
    book.save(file)
    file.seek(0)
    return file


def _text(sheet: Any, value: str) -> Any:
    """openpyxl takes what begins with "=" for a formula and "#N/A" for an error, unless the cell says that it is text."""
    if not value.startswith(("=", "#")):
        return value or None
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
