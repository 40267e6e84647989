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

from core.documents import render as rendering
from core.documents.render import printable, render
from core.documents.sheet import KINDS, Sheet
from tests.naughty import kept

# Texts of some lines, as long as people write in the shorter fields; a text of 10,000 letters only costs time.
LENGTH = 700
# Kinds with many texts take all strings at once; the others those whose letters or signs a renderer might stumble over.
ROOMY = ("annual.report", "offers.confirmation", "reports.report")


def portions(kind: str) -> list[str]:
    """The strings that a form keeps, several in each text."""
    found = [""]
    for text in kept():
        if text.isascii() and "<!" not in text and kind not in ROOMY:
            continue
        if len(text) < LENGTH * 2:
            if len(found[-1]) + len(text) > LENGTH:
                found.append("")
            found[-1] += f"{text}\n"
    return found


def filled(value: Any, texts: Iterator[str]) -> Any:
    """The value with another text in the place of each, all the way down; a checksum stays, since a QR code is made of it."""
    if isinstance(value, str):
        return next(texts) or value
    if isinstance(value, tuple | list):
        return type(value)(filled(each, texts) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in fields(value) if each.init and each.name != "checksum"]
        return replace(value, **{name: filled(getattr(value, name), texts) for name in names})
    return value


def hostile(kind: str) -> Iterator[Sheet]:
    """Sheets of a kind in which every string stands somewhere."""
    left = portions(kind)
    while left:
        texts = iter(left)
        yield filled(KINDS[kind].examples()[0], chain(texts, repeat("")))
        left = list(texts)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_document_with_odd_characters_is_whole(kind: str, at: datetime) -> None:
    """A fetch would end it: the renderer raises for anything but our own files."""
    for sheet in hostile(kind):
        pdf = render(sheet, draft=False, issued_at=at)
        for profile in ("ua1", "3a"):
            failures = page.validate_pdf_bytes(pdf, profile=profile).failures
            # See tests/architecture/test_documents.py.
            known = {"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in pdf else set()
            assert [f"{each.rule_id}: {each.message}" for each in failures if each.rule_id not in known] == []
        assert b"/URI" not in pdf
        assert b"/JavaScript" not in pdf


def test_every_plain_text_can_be_read_again(at: datetime, tmp_path: Path) -> None:
    """Order of letters from right to left and marks over letters are the reader's; what fits one line comes back letter by letter."""
    said, left = "", portions("offers.confirmation")
    while left:
        texts = iter(left)
        sheet: Any = KINDS["offers.confirmation"].examples()[0]
        sheet = replace(sheet, sections=filled(sheet.sections, chain(texts, repeat(""))))
        left = list(texts)
        path = tmp_path / "document.pdf"
        path.write_bytes(render(sheet, draft=False, issued_at=at))
        done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
        # At the foot of a page stand the title and the number of the page.
        said += re.sub(r"Strona\d+z\d+", "", bare(done.stdout).replace(bare(sheet.title), ""))
    plain = [text for text in kept() if text.isascii() and len(text) < 40]
    assert len(plain) > 200
    # A page or a column may end in the middle of one.
    lost = [text for text in plain if bare(text) not in said]
    assert len(lost) < len(plain) / 20, lost
    assert bare("Ω≈ç√∫˜µ≤≥÷") in said


def bare(text: str) -> str:
    """Without blanks, and without hyphens, which a line may end with."""
    return "".join(unicodedata.normalize("NFKC", text).replace("-", "").split())


def test_a_character_without_a_shape_is_shown_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printable("Łódź \u0378 \ufffa \U0010ffff") == "Łódź \ufffd \ufffd \ufffd"
    assert printable("a\x0bb\x0cc\x85d\u2028e\u2029f") == "a\nb\nc\nd\ne\nf"
    monkeypatch.setattr(rendering, "_covered", lambda: ([0], [0xFF]))
    assert printable("zażółć") == "za\ufffdó\ufffd\ufffd"
