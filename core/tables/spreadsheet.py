"""Tables that people take away, CSV, JSON and XLSX row by row; a cell of text is never a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder

# A cell that begins so, after blanks or not, is a formula to a spreadsheet; the wide signs are taken for the narrow ones
# by some, and a tab or a line end at the beginning parts a cell in two.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# What no XML holds: control characters, halves of pairs, and code points left out for good.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ROWS_AT_ONCE = 500
# A workbook of Office Open XML (ECMA-376) but for its sheet: the second style is bold, for headings.
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKBOOK = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
# The beginning of the sheet: the first row stays in sight, the first column is wide; {row} is the headings.
SHEET = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="1" width="60" customWidth="1"/>'
    '<col min="2" max="{columns}" width="20" customWidth="1"/></cols><sheetData>{row}'
)


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


def xlsx_lines(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A workbook of one sheet of any length, some rows at a time. Every cell is text as it was typed, so none is a formula."""
    taken = _Packed()
    # The archive is written on without going back, so that its beginning is on its way while rows are still read.
    with ZipFile(cast(IO[bytes], taken), "w", ZIP_DEFLATED) as archive:
        for name, content in WORKBOOK.items():
            archive.writestr(ZipInfo(name), content.replace("{title}", _xml(title[:31])))
        sheet = ZipInfo("xl/worksheets/sheet1.xml")
        sheet.compress_type = ZIP_DEFLATED
        letters = [_letters(number) for number in range(len(header))]
        with archive.open(sheet, "w") as part:
            part.write(SHEET.format(columns=len(header) + 1, row=_row(1, letters, header, ' s="1"')).encode())
            kept: list[str] = []
            for number, row in enumerate(rows, start=2):
                kept.append(_row(number, letters, row))
                if number % ROWS_AT_ONCE == 0:
                    part.write("".join(kept).encode())
                    kept = []
                    yield taken.taken()
            part.write(("".join(kept) + "</sheetData></worksheet>").encode())
    yield taken.taken()


class _Packed:
    """A file for an archive that keeps what was written until it is taken."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        content, self.pieces = b"".join(self.pieces), []
        return content


def _row(number: int, letters: Sequence[str], cells: Sequence[str], style: str = "") -> str:
    texts = "".join(
        f'<c r="{letter}{number}" t="inlineStr"{style}><is><t xml:space="preserve">{_xml(cell)}</t></is></c>'
        for letter, cell in zip(letters, cells, strict=True)
        if cell
    )
    return f'<row r="{number}">{texts}</row>'


def _xml(text: str) -> str:
    """Text for XML; a line end of its own would be read as a plain one."""
    return escape(NO_XML.sub("\ufffd", text), {"\r": "&#13;", '"': "&quot;"})


def _letters(number: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
