"""Odd characters in documents: every kind takes all of them in its texts, conforms, fetches nothing, and says them as text."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import page
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from competitions.annual.figures import Table
from competitions.offers.presentation import Shown, ShownSection
from core.documents import render as rendering
from core.documents.render import printable, render
from core.documents.sheet import KINDS, Sheet
from tests.naughty import kept

# As much as people write in the shorter fields; a text of 10,000 letters only costs time.
LENGTH = 900
# Words of the house or of the law, of which a sheet is made beside those of people.
HOUSE = {
    ShownSection: ("code", "title"),
    Shown: ("number", "label", "header", "marks"),
    Table: ("code", "title", "columns"),
}
WORDS = tuple(text for text in kept() if len(text) < LENGTH)


def filled(value: Any, texts: Iterator[str]) -> Any:
    """The value with another text in the place of each, all the way down.

    What nobody types stays: a checksum, of which a QR code is made, and the heads of sections, fields and columns.
    """
    if isinstance(value, str):
        return next(texts) or value
    if isinstance(value, tuple | list):
        return type(value)(filled(each, texts) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [
            each.name for each in fields(value) if each.init and each.name not in HOUSE.get(type(value), ("checksum",))
        ]
        return replace(value, **{name: filled(getattr(value, name), texts) for name in names})
    return value


def longer(value: Any, times: int) -> Any:
    """The value with every list in it so many times as long; the lists inside its rows stay."""
    if isinstance(value, tuple):
        return value * times
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: longer(getattr(value, each.name), times) for each in fields(value)})
    return value


def shown(sheet: Sheet, at: datetime) -> list[bool]:
    """Of every text of a sheet, whether its document says it once: some are only codes by which a template chooses, and
    those of the title stand at the foot of every page."""
    marks: list[str] = []

    def mark() -> Iterator[str]:
        while True:
            marks.append(f"znak{len(marks)}.")
            yield marks[-1]

    marked = filled(sheet, mark())
    said = render_to_string(
        sheet.TEMPLATE, {"sheet": marked, "draft": False, "issued_at": at, "office": settings.OFFICE}
    )
    return [each in said and each not in marked.title for each in marks]


def hostile(kind: str, at: datetime) -> Iterator[Sheet]:
    """Sheets of a kind in which every string stands in a place that is shown; the other places hold odd ones too.

    One sheet, with longer lists if it needs them; some when it has no lists.
    """
    sheet: Sheet = KINDS[kind].examples()[0]
    size, times = sum(map(len, WORDS)), 1
    while (places := shown(longer(sheet, times), at)).count(True) < size / LENGTH and times < 5:
        times += 1
    portion = min(size / places.count(True), LENGTH)
    left = [""]
    for text in WORDS:
        if len(left[-1]) > portion:
            left.append("")
        left[-1] += f"{text}\n"
    while left:
        texts = iter(left)
        each = chain(texts, repeat(""))
        yield filled(longer(sheet, times), (next(each) if place else "<b>\u202e☃" for place in places))
        left = list(texts)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_document_with_odd_characters_is_whole_and_says_them_as_text(kind: str, at: datetime, tmp_path: Path) -> None:
    """A fetch would end it: the renderer raises for anything but our own files.

    Order of letters from right to left and marks over letters are the reader's; what is left comes back letter by letter.
    """
    said = ""
    for sheet in hostile(kind, at):
        pdf = render(sheet, draft=False, issued_at=at)
        for profile in ("ua1", "3a"):
            failures = page.validate_pdf_bytes(pdf, profile=profile).failures
            # See tests/architecture/test_documents.py.
            known = {"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in pdf else set()
            assert [f"{each.rule_id}: {each.message}" for each in failures if each.rule_id not in known] == []
        assert b"/URI" not in pdf
        assert b"/JavaScript" not in pdf
        path = tmp_path / "document.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
        # At the foot of a page stand the title and the number of the page.
        said += re.sub(r"Strona\d+z\d+", "", bare(done.stdout).replace(bare(sheet.title), ""))
    assert {char for text in WORDS for char in bare(printable(text))} - {*said} == set()
    plain = [text for text in WORDS if text.isascii()]
    assert len(plain) > 600
    # A page or a column may end in the middle of one.
    lost = [text for text in plain if bare(text) not in said]
    assert len(lost) < len(plain) / 20, lost
    assert bare("Ω≈ç√∫˜µ≤≥÷") in said


def test_a_word_of_two_thousand_letters_stays_inside_its_page(at: datetime, tmp_path: Path) -> None:
    example: Any = KINDS["agreements.agreement"].examples()[0]
    pdf = render(replace(example, task="Ź" * 2_000), draft=False, issued_at=at)
    (tmp_path / "document.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "document.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("Ź") >= 2_000


def bare(text: str) -> str:
    """The letters and signs of a text in their plain forms: without blanks, marks of no width and marks over letters, and
    without hyphens, which a line may end with."""
    letters = unicodedata.normalize("NFKD", text).replace("-", "")
    return "".join(char for char in letters if char.strip() and unicodedata.category(char) not in ("Cf", "Mn"))


def test_a_character_without_a_shape_is_shown_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printable("Łódź \u0378 \ufffa \U0010ffff") == "Łódź \ufffd \ufffd \ufffd"
    assert printable("a\x0bb\x0cc\x85d\u2028e\u2029f") == "a\nb\nc\nd\ne\nf"
    monkeypatch.setattr(rendering, "_covered", lambda: ([0], [0xFF]))
    assert printable("zażółć") == "za\ufffdó\ufffd\ufffd"
