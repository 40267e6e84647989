"""Tables to take away: formulas come out as text, CSV opens in Polish spreadsheets, JSON is whole at any length."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from core.tables.spreadsheet import csv_lines, json_lines, safe, xlsx_file

ODD = ["=1+1", "+48 600", "-5", "@SUM(A1)", "\t=1", "＝1", "#N/A", 'a;"b"\nc', "Żółw", "", "a=1", "\u202ex"]


@pytest.mark.parametrize("text", ODD)
def test_a_formula_in_csv_gets_an_apostrophe(text: str) -> None:
    content = b"".join(csv_lines(["Nagłówek"], [[text]]))
    assert content.startswith(b"\xef\xbb\xbfNag")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read[1] == ([safe(text)] if text else [""])
    assert (safe(text) != text) == (text[:1] in {"=", "+", "-", "@", "\t", "＝"})


@pytest.mark.parametrize("text", ODD)
def test_a_workbook_keeps_text_as_text(text: str) -> None:
    with xlsx_file("Arkusz", ["Nagłówek"], [[text]]) as file:
        cell = load_workbook(file)["Arkusz"]["A2"]
    assert cell.value == (text or None)
    assert cell.data_type in ("s", "n" if not text else "s")


def test_a_workbook_has_no_characters_that_xml_forbids() -> None:
    with xlsx_file("Arkusz", ["Nagłówek"], [["a\x00b\x0bc"]]) as file:
        assert load_workbook(file)["Arkusz"]["A2"].value == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("count", [0, 1, 2, 500, 501, 1200])
def test_json_is_whole_at_any_length(count: int) -> None:
    rows = [{"name": f"Żółw {number}"} for number in range(count)]
    lines = list(json_lines(iter(rows)))
    assert json.loads(b"".join(lines)) == rows
    assert len(lines) == count // 500 + 1
