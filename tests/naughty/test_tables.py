"""Odd characters in tables that people take away: the same text comes back, and no cell is a formula."""

import csv
import io
import json

from openpyxl import load_workbook

from core.tables.spreadsheet import as_typed, csv_lines, json_lines, safe, xlsx_lines
from tests.naughty import strings, writable

# What PostgreSQL and UTF-8 refuse is in no table of ours.
STORED = [text for text in strings() if "\x00" not in text and "\ud83d" not in text]
STARTERS = "=+-@＝＋－＠"


def forbidden(char: str) -> bool:
    """Whether XML 1.0 has no place for a character."""
    return (char < " " and char not in "\t\n\r") or char in "\ufffe\uffff"


def test_a_csv_gives_back_what_is_stored_behind_an_apostrophe_where_a_formula_would_begin() -> None:
    content = b"".join(csv_lines(["Nagłówek"], [[text, "koniec"] for text in STORED]))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]
    marked = [text for text in STORED if text.lstrip()[:1] in [*STARTERS] or text[:1] in ("\t", "\r", "\n")]
    assert len(rows) == len(STORED) > 700
    assert [
        (text, row)
        for text, row in zip(STORED, rows, strict=True)
        if row != [f"'{text}" if text in marked else text, "koniec"]
    ] == []
    assert len(marked) > 60
    assert [text for text in STORED if as_typed(safe(text)) != text] == ["'=1+1"]


def test_a_workbook_gives_back_what_is_stored_as_text_only() -> None:
    content = b"".join(xlsx_lines("Arkusz", ["Nagłówek", "Koniec"], [[text, "koniec"] for text in STORED]))
    rows = list(load_workbook(io.BytesIO(content))["Arkusz"].iter_rows(min_row=2))
    wrong = [
        (text, cell.value, cell.data_type)
        for text, (cell, _end) in zip(STORED, rows, strict=True)
        if (cell.value or "") != "".join("\ufffd" if forbidden(char) else char for char in text)
        or (text and cell.data_type != "s")
    ]
    assert wrong == []
    assert all(end.value == "koniec" for _cell, end in rows)


def test_json_gives_back_what_is_stored() -> None:
    rows = [{"name": text} for text in STORED]
    assert json.loads(b"".join(json_lines(rows))) == rows


def test_the_list_holds_what_this_is_about() -> None:
    assert sum(not writable(text) for text in strings()) > 8
    assert any("<script>" in text for text in STORED)
