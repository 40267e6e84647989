"""Tables to take away: formulas come out as text, CSV opens in Polish spreadsheets, JSON is whole at any length."""

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from core.tables.spreadsheet import csv_lines, json_lines, safe, xlsx_lines

ODD = ["=1+1", "+48 600", "-5", "@SUM(A1)", "\t=1", "＝1", "#N/A", 'a;"b"\nc', "Żółw", "", "a=1", "\u202ex"]


@pytest.mark.parametrize("text", ODD)
def test_a_formula_in_csv_gets_an_apostrophe(text: str) -> None:
    content = b"".join(csv_lines(["Nagłówek"], [[text]]))
    assert content.startswith(b"\xef\xbb\xbfNag")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read[1] == ([safe(text)] if text else [""])
    assert (safe(text) != text) == (text[:1] in {"=", "+", "-", "@", "\t", "＝"})


def workbook(*rows: list[str]) -> Any:
    """The sheet of a workbook with these rows below a heading, as another program reads it."""
    content = b"".join(xlsx_lines("Arkusz", ["Nagłówek"], rows))
    return load_workbook(io.BytesIO(content))["Arkusz"]


@pytest.mark.parametrize("text", ODD)
def test_a_workbook_keeps_text_as_text(text: str) -> None:
    cell = workbook([text])["A2"]
    assert cell.value == (text or None)
    assert cell.data_type in ("s", "n" if not text else "s")


def test_a_workbook_has_no_characters_that_xml_forbids() -> None:
    assert workbook(["a\x00b\x0bc"])["A2"].value == "a\ufffdb\ufffdc"


def test_a_workbook_is_whole_at_any_length_and_width() -> None:
    """Columns go on after Z, blanks stay, an empty cell is none; the headings are bold and stay in sight."""
    heads = [f"Kolumna {number}" for number in range(30)]
    rows = [[" a\r\nb ", *[""] * 28, f"Żółw & <{number}>"] for number in range(1201)]
    pieces = list(xlsx_lines("Arkusz", heads, iter(rows)))
    assert len(pieces) == 1201 // 500 + 1
    sheet = load_workbook(io.BytesIO(b"".join(pieces)))["Arkusz"]
    read = list(sheet.iter_rows(values_only=True))
    assert read[0] == tuple(heads)
    assert [list(row) for row in read[1:]] == [[cell or None for cell in row] for row in rows]
    assert sheet["AD1202"].value == "Żółw & <1200>"
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold, sheet.freeze_panes) == (True, False, "A2")


@pytest.mark.parametrize("count", [0, 1, 2, 500, 501, 1200])
def test_json_is_whole_at_any_length(count: int) -> None:
    rows = [{"name": f"Żółw {number}"} for number in range(count)]
    lines = list(json_lines(iter(rows)))
    assert json.loads(b"".join(lines)) == rows
    assert len(lines) == count // 500 + 1
