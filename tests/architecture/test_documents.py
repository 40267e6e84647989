"""Every kind of document is complete: it has examples, conforms to PDF/A-3a and PDF/UA-1, says its title, and has readers."""

import subprocess
from datetime import datetime
from pathlib import Path

import page
import pytest
from weasyprint import HTML

from config.desks import DOCUMENT_GATES
from core.documents.render import render
from core.documents.sheet import KINDS, Sheet

EXAMPLES = [(kind, number) for kind in sorted(KINDS) for number in range(len(KINDS[kind].examples()))]

# On an envelope or a label stands nothing but addresses, for the post; the hash of their data is only in the file's identifier.
ADDRESSES_ONLY = {"letters.envelopes", "letters.labels"}


def example(kind: str, number: int) -> Sheet:
    return KINDS[kind].examples()[number]


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_every_kind_has_an_example() -> None:
    assert {kind for kind, _number in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize(("kind", "number"), EXAMPLES)
def test_an_issued_document_is_archival_accessible_and_says_what_it_is(
    kind: str, number: int, at: datetime, tmp_path: Path
) -> None:
    sheet = example(kind, number)
    pdf = render(sheet, draft=False, issued_at=at)
    for profile in ("ua1", "3a"):
        failures = page.validate_pdf_bytes(pdf, profile=profile).failures
        # Compressed bytes may end with a CR, which the validator takes for half of the line end that follows; veraPDF does not.
        known = {"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in pdf else set()
        assert [f"{each.rule_id}: {each.message}" for each in failures if each.rule_id not in known] == []
    text = text_of(pdf, tmp_path)
    assert "nie potwierdza żadnej czynności" not in text
    if kind in ADDRESSES_ONLY:
        assert sheet.data_sha256[:32].encode() in pdf
        assert sheet.data_sha256[:12] not in text.replace(" ", "")
    else:
        assert sheet.data_sha256[:12] in text.replace(" ", "")
    assert [word for word in ("\ufffd", "None", "{{") if word in text] == []


def test_a_draft_says_so_on_its_page(tmp_path: Path) -> None:
    assert "nie potwierdza żadnej czynności" in text_of(render(example("offers.confirmation", 0), draft=True), tmp_path)


def test_what_is_not_accessible_is_found() -> None:
    pdf = HTML(string="<html><body><p>Oferta</p></body></html>").write_pdf()
    assert not page.is_pdf_compliant_bytes(pdf, profile="ua1")
    assert not page.is_pdf_compliant_bytes(pdf, profile="3a")


def test_every_document_has_readers() -> None:
    """Documents open through the gate of their subject; an app whose documents have none would issue them for nobody."""
    apps = {sheet.__module__.split(".")[0] for sheet in KINDS.values()}
    assert apps == {subject.split(".")[0] for subject in DOCUMENT_GATES}
