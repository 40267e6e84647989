"""Workbooks: numbers and days as cells, the sheet with the list, and everything that is not opened, with the words for it."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from ngo.registry.readers.opened import open_file
from ngo.registry.readers.rows import Opened, Record, Rejected, UnreadableFile

Change = Callable[[dict[str, bytes]], None]


def workbook(*sheets: list[list[Any]], titles: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        page = book.create_sheet(titles[number] if titles else f"Arkusz{number + 1}")
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes, **options: Any) -> Opened:
    return open_file(io.BytesIO(content), "wykaz.xlsx", **options)


def read(content: bytes, **options: Any) -> list[Record | Rejected]:
    return list(opened(content, **options).rows)


def repacked(content: bytes, change: Change) -> bytes:
    """The archive with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


PLAIN = workbook([["KRS", "Nazwa"], ["0000000001", "Ala"]])
SHEET = "xl/worksheets/sheet1.xml"


def test_numbers_kept_as_numbers_get_their_zeros_back() -> None:
    head = ["Numer KRS", "Nazwa", "NIP", "REGON", "Kod pocztowy", "Telefon"]
    content = workbook(
        [head, [37904, "Ala", 7251801126.0, 4336, 950, 426543210], ["37904.0", "Ola", None, None, "", ""]]
    )
    first, second = read(content)
    assert isinstance(second, Rejected)
    assert "37904.0" in second.reason
    assert isinstance(first, Rejected)
    assert "REGON" in first.reason
    (row,) = read(workbook([head, [37904, "Ala", 7251801126.0, 590020, 950, 426543210]]))
    assert isinstance(row, Record)
    assert row.values == {
        "krs": "0000037904",
        "name": "Ala",
        "nip": "7251801126",
        "regon": "000590020",
        "postcode": "00-950",
        "phone": "426543210",
    }


def test_days_truths_and_texts_come_as_they_are_read() -> None:
    content = workbook([["KRS", "Nazwa", "Data", "Czy"], [1, date(2026, 11, 23), date(2026, 11, 23), True]])
    (row,) = read(content)
    assert row.cells == ("1", "2026-11-23", "2026-11-23", "tak")
    assert row.row == 2


def test_the_first_sheet_with_a_header_is_taken_or_the_one_named() -> None:
    content = workbook(
        [["Notatki"], ["nic"]], [["KRS", "Nazwa"], [1, "Ala"]], [["KRS", "Nazwa"], [2, "Ola"]], titles=("A", "B", "C")
    )
    found = opened(content)
    assert (found.layout.kind, found.layout.sheet, found.layout.sheets) == ("xlsx", "B", ("A", "B", "C"))
    assert [row.values["name"] for row in found.rows if isinstance(row, Record)] == ["Ala"]
    assert [row.values["name"] for row in read(content, sheet="C") if isinstance(row, Record)] == ["Ola"]
    with pytest.raises(UnreadableFile, match="nie ma arkusza „D”"):
        opened(content, sheet="D")
    with pytest.raises(UnreadableFile, match="Nie znaleziono nagłówka"):
        opened(content, sheet="A")


def test_a_title_above_the_header_gaps_and_empty_columns_do_no_harm() -> None:
    rows = [
        ["Wykaz 2026"],
        [],
        ["lp", "Nazwa", "KRS", None],
        [1, "Ala", 1, None],
        [],
        [2, "Ola", 2, None],
        [3, "Ula", 3, "x"],
    ]
    first, second, third = read(workbook(rows))
    assert (first.row, second.row, third.row) == (4, 6, 7)
    assert isinstance(third, Rejected)
    assert "inną liczbę komórek (4) niż nagłówek (3)" in third.reason


def test_an_error_of_the_sheet_is_no_name() -> None:
    (row,) = read(workbook([["KRS", "Nazwa"], [1, "#N/A"]]))
    assert isinstance(row, Rejected)
    assert "#N/A" in row.reason


def test_a_size_that_a_sheet_lies_about_is_not_believed() -> None:
    def lie(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')

    assert len(read(repacked(PLAIN, lie))) == 1


def test_how_far_it_is_goes_by_rows() -> None:
    found = opened(workbook([["KRS", "Nazwa"], *([number, f"Ala {number}"] for number in range(1, 100))]))
    shares = [found.share() for _row in found.rows]
    assert shares == sorted(shares)
    assert (round(shares[0], 2), shares[-1]) == (0.02, 1.0)


def doctype(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(
        b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet', 1
    )


def late_doctype(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = b"<!--" + b"x" * 2000 + b'--><!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"]


def hidden_doctype(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b"\xff\xfe" + '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16-le")


def other_encoding(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b'<?xml version="1.0" encoding="utf-7"?>' + parts[SHEET].split(b"?>", 1)[-1]


def bomb(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"<row/>" * 2_000_000 + b"</sheetData>")


def many_parts(parts: dict[str, bytes]) -> None:
    parts.update({f"xl/media/{number}": b"" for number in range(2100)})


def long_texts(parts: dict[str, bytes]) -> None:
    parts["xl/styles.xml"] = b"<a>" + bytes(range(33, 127)) * 200_000


def macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"x"


def binary(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.bin"] = b"x"


def ods(parts: dict[str, bytes]) -> None:
    parts.clear()
    parts["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"


def archive(parts: dict[str, bytes]) -> None:
    parts.clear()
    parts["wykaz.csv"] = b"krs;nazwa"


def broken_sheet(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET][: len(parts[SHEET]) // 2]


def no_workbook(parts: dict[str, bytes]) -> None:
    del parts["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (doctype, "deklaracje encji"),
        (late_doctype, "deklaracje encji"),
        (hidden_doctype, "deklaracje encji"),
        (other_encoding, "jest uszkodzony"),
        (bomb, "zbyt wielu danych"),
        (many_parts, "zbyt wielu danych"),
        (long_texts, "zbyt wielu danych"),
        (macros, "zawiera makra"),
        (binary, "binarny skoroszyt"),
        (ods, "OpenDocument"),
        (archive, "To archiwum"),
        (broken_sheet, "jest uszkodzony"),
        (no_workbook, "jest uszkodzony"),
    ],
)
def test_a_workbook_that_is_not_to_be_opened_says_why(change: Change, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(repacked(PLAIN, change))


def test_old_and_locked_workbooks_are_named() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(UnreadableFile, match=r"stary format arkusza \(\.xls\)"):
        read(head)
    with pytest.raises(UnreadableFile, match="zabezpieczony hasłem"):
        read(head + "EncryptedPackage".encode("utf-16-le"))


def test_a_cut_off_workbook_is_damaged() -> None:
    with pytest.raises(UnreadableFile, match="jest uszkodzony"):
        read(PLAIN[:-200])
