"""Files that attack, at every place that takes a file: refused in words at the field, and nothing is kept of them."""

import base64
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.accounts.actor import Actor
from core.tables.spreadsheet import as_typed, csv_lines, safe
from ngo.papers.models import OrganisationDocument
from ngo.registry.actions.files import import_file
from ngo.registry.actions.record import register
from ngo.registry.hats import EDITOR
from ngo.registry.models import Import, Organisation
from tests.naughty import DATA, OURS, kept, strings

pytestmark = pytest.mark.django_db

# As rough guards leave out: the test virus of all scanners, entities that read files, a bomb, archives in archives.
EICAR = base64.b64decode((DATA / "eicar.base64.txt").read_text())
XXE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><l>&j;</l>"
)


def packed(**members: bytes) -> bytes:
    """A ZIP of members; "__" in a name stands for "/", "_" for "."."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def workbook(sheet: bytes, **more: bytes) -> bytes:
    book = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    return packed(
        **{"[Content.Types]_xml": b"<Types/>", "xl__workbook_xml": book, "xl__worksheets__sheet1_xml": sheet}, **more
    )


def nested(content: bytes, levels: int) -> bytes:
    for _each in range(levels):
        content = packed(wewnatrz_zip=content)
    return content


HOSTILE: dict[str, Callable[[], bytes]] = {
    "wirus.csv": lambda: EICAR,
    "wirus.xlsx": lambda: packed(wirus_com=EICAR),
    "encje.json": lambda: XXE,
    "encje.pdf": lambda: XXE,
    "encje.xlsx": lambda: workbook(XXE),
    "smiech.csv": lambda: LAUGHS,
    "smiech.xlsx": lambda: workbook(LAUGHS),
    "smiech.docx": lambda: packed(**{"[Content.Types]_xml": b"<Types/>", "word__document_xml": LAUGHS}),
    "bomba.xlsx": lambda: workbook(b"0" * 40_000_000),
    "bomba.docx": lambda: packed(**{"[Content.Types]_xml": b"<Types/>", "word__document_xml": b" " * 40_000_000}),
    "lalka.zip": lambda: nested(b"krs;nazwa\n1;Ala\n", 8),
    "lalka.xlsx": lambda: nested(workbook(b"<sheet/>"), 3),
    "obraz.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "zera.csv": lambda: b"\0" * 100_000,
}


@pytest.fixture
def places(
    people: Any, enter: Callable[..., Client], at: datetime
) -> Iterator[dict[str, Callable[[SimpleUploadedFile], Any]]]:
    """Every place that takes a file, by its route: an import, a list of names, a document of an organisation."""
    officer: Actor = people("officer", key="KMIII")
    own = register({"name": "Fundacja Żuraw", "krs": "1"}, actor=officer, at=at)
    staff = enter(officer)
    editor = enter(people(EDITOR.code, key=own.public_id, title=own.name))
    document = reverse("organisation-document-new", args=[own.public_id])
    yield {
        "imports": lambda file: staff.post(reverse("imports"), {"file": file}),
        "recognition": lambda file: staff.post(reverse("recognition"), {"names": "", "file": file}),
        "document": lambda file: editor.post(document, {"kind": "statute", "title": "", "file": file}),
    }
    assert list(Organisation.objects.all()) == [own]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_attacks_is_refused_at_its_field(name: str, places: Any, settings: Any) -> None:
    content = HOSTILE[name]()
    for place, send in places.items():
        answer = send(SimpleUploadedFile(name, content))
        assert answer.status_code in (400, 409), (place, answer.status_code)
        assert set(answer.context["form"].errors) == {"file"}, place
        words = str(answer.context["form"].errors["file"][0])
        assert words.endswith("."), (place, words)
        assert "root:" not in answer.content.decode()
    assert not Import.objects.exists()
    assert not OrganisationDocument.objects.exists()
    assert [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()] == []


def test_an_import_has_a_name_in_one_line_whatever_its_file_was_called(places: Any) -> None:
    """As a browser sends it; what is no name at all is no file."""
    named = 0
    for text in dict.fromkeys([*strings()[::40], *OURS]):
        file = SimpleUploadedFile("x.csv", b"krs;nazwa\n2;Ala\n", content_type="text/csv")
        file._name = f"{text}.csv".encode("utf-8", "replace").decode()  # type: ignore[attr-defined]
        answer = places["imports"](file)
        assert answer.status_code in (302, 400), text
        named += answer.status_code == 302
    names = [*Import.objects.values_list("file_name", flat=True)]
    assert len(names) == named > 40
    assert [each for each in names if not each.isprintable() or "/" in each or len(each) > 200] == []


def test_rejected_rows_come_back_as_they_were_and_no_cell_is_a_formula(
    people: Any, enter: Callable[..., Client], at: datetime
) -> None:
    officer: Actor = people("officer", key="KMIII")
    texts = [each for each in kept() if "\ud83d" not in each and len(each) < 300 and each != "'=1+1"]
    file = io.BytesIO(b"".join(csv_lines(["krs", "nazwa", "miejscowosc"], [["x", text, text] for text in texts])))
    made = import_file(file, name="wykaz.csv", actor=officer, at=at)
    assert (made.read, made.rejected) == (len(texts), len(texts))
    answer = enter(officer).get(reverse("import-rejections", args=[made.public_id]))
    content = answer.content.decode("utf-8-sig")
    rows = [*csv.DictReader(io.StringIO(content, newline=""), delimiter=";")]
    assert [as_typed(row["nazwa"]) for row in rows] == texts
    assert [row for row in rows for cell in row.values() if safe(cell) != cell] == []
