"""Uploads: what a file is says its content; what is active, swollen, damaged or infected is refused in words."""

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import openpyxl
import pikepdf
import pytest
from PIL import Image

from core.files.check import check, safe_name
from core.files.kinds import DOCX, JPEG, ODT, PDF, PNG, TEXTS, XLSX, Kind
from core.files.refusals import RefusedFile

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = '<?xml version="1.0"?><document>Statut</document>'
ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><document>&b;</document>'
)


def pdf(**root: Any) -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


def packed(**members: str | bytes) -> bytes:
    """A ZIP of members; `__` in a name stands for "/", `_xml` at its end for ".xml"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def word(**more: str | bytes) -> bytes:
    return packed(**{"[Content_Types]_xml": TYPES, "word__document_xml": BODY, **more})


def text_document(mimetype: str = "application/vnd.oasis.opendocument.text", **more: str) -> bytes:
    return packed(mimetype=mimetype, content_xml=BODY, **more)


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def overlapping() -> bytes:
    """A ZIP whose directory names the same packed piece many times."""
    content = bytearray(word())
    end = content.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<LL", content[end + 12 : end + 20])
    directory = bytes(content[start : start + size])
    content[start : start + size] = directory * 2
    end = content.rindex(b"PK\x05\x06")
    entries = struct.unpack("<H", content[end + 10 : end + 12])[0] * 2
    content[end + 8 : end + 20] = struct.pack("<HHLL", entries, entries, size * 2, start)
    return bytes(content)


def checked(content: bytes, name: str = "plik", *, kinds: tuple[Kind, ...] = (*TEXTS, XLSX), max_mb: int = 2) -> Any:
    return check(io.BytesIO(content), name, kinds=kinds, max_mb=max_mb)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pdf, PDF),
        (lambda: picture("JPEG"), JPEG),
        (lambda: picture("PNG"), PNG),
        (word, DOCX),
        (text_document, ODT),
        (workbook, XLSX),
    ],
)
def test_a_file_is_what_its_content_says(make: Callable[[], bytes], kind: Kind) -> None:
    content = make()
    found = checked(content, "statut.exe")
    assert (found.kind, found.size, found.sha256) == (kind, len(content), sha256(content).hexdigest())
    assert found.name == f"statut{kind.suffix}"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "pusty"),
        (lambda: b"%PDF-1.7\n" + b"0" * (2 * 1024 * 1024), "ponad 2 MB"),
        (lambda: b"MZ\x90\x00" + b"\0" * 200, "liczy się jego treść"),
        (lambda: b"<html><script>alert(1)</script></html>", "liczy się jego treść"),
        (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "liczy się jego treść"),
        (lambda: ENTITY.encode(), "liczy się jego treść"),
        (lambda: EICAR, "liczy się jego treść"),
        (lambda: packed(notatka="zwykłe archiwum"), "liczy się jego treść"),
        (lambda: text_document("application/vnd.oasis.opendocument.graphics"), "liczy się jego treść"),
        (lambda: word(word__vbaProject_bin=b"\xd0\xcf\x11\xe0"), "makra"),
        (lambda: text_document(Basic__Standard__Module1_xml=BODY), "makra"),
        (lambda: word(word__embeddings__obiekt_bin=b"MZ"), "osadzone obiekty"),
        (lambda: word(word__styles_xml=ENTITY), "niebezpieczna"),
        (lambda: word(word__styles_xml=ENTITY.encode("utf-16")), "niebezpieczna"),
        (lambda: word(word__styles_xml=LAUGHS), "niebezpieczna"),
        (lambda: word(word__styles_xml="<nie zamknięte"), "niebezpieczna"),
        (lambda: word(word__media__zera_bin=b"\0" * 30_000_000), "nienaturalnie duży"),
        (lambda: word(**{f"word__czesc{number}_bin": b"" for number in range(2001)}), "nienaturalnie duży"),
        (overlapping, "nienaturalnie duży"),
        (lambda: word()[:-30], "uszkodzony"),
        (lambda: word().replace(b"PK\x03\x04", b"PK\x03\x05", 1), "uszkodzony"),
        (lambda: b"%PDF-1.7\n" + b"x" * 50, "uszkodzony"),
        (locked_pdf, "hasłem"),
        (lambda: pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")), "skrypty"),
        (lambda: pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")), "skrypty"),
    ],
)
def test_what_must_not_be_kept_is_refused_in_words(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(RefusedFile, match=words) as refused:
        checked(make(), "statut.pdf")
    assert refused.value.problems == [("file", str(refused.value))]
    assert refused.value.status == 400


def test_a_kind_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(RefusedFile, match="Dozwolone: PDF"):
        checked(picture("PNG"), kinds=(PDF,))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Statut 2026.pdf", "Statut 2026.pdf"),
        ("Uchwała nr 5-2026 (zarząd).PDF", "Uchwała nr 5-2026 (zarząd).pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Dokumenty\\statut.docx", "statut.pdf"),
        ('zły"plik\r\nSet-Cookie: a=b.pdf', "złyplikSet-Cookie a=b.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.pdf"),
        ("   ...   ", "plik.pdf"),
        ("", "plik.pdf"),
        (".pdf", "pdf.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ("\ud800uszkodzona.pdf", "uszkodzona.pdf"),
        ("Żółć\u200b.pdf", "Żółć.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, PDF) == safe


# The scanner


@contextmanager
def scanner(settings: Any, answer: bytes | None = None) -> Iterator[list[bytes]]:
    """A small clamd on this machine: it finds EICAR, or always gives one answer; yields what it was sent."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                got.append(content)
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                connection.sendall(found if answer is None else answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        yield got
        thread.join(5)


def test_a_clean_file_passes_the_scanner_whole(settings: Any) -> None:
    content = picture("PNG") + bytes(200_000)
    with scanner(settings) as got:
        checked(content)
    assert got == [content]


def test_what_the_scanner_finds_is_refused_by_its_name(settings: Any) -> None:
    with scanner(settings), pytest.raises(RefusedFile, match="Eicar-Test-Signature"):
        checked(picture("PNG") + EICAR)


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe"])
def test_while_the_scanner_does_not_answer_nothing_is_taken(answer: bytes, settings: Any) -> None:
    with scanner(settings, answer), pytest.raises(RefusedFile, match="Spróbuj za kilka minut"):
        checked(picture("PNG"))


def test_a_scanner_that_is_not_there_takes_nothing(settings: Any, tmp_path: Any) -> None:
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    with pytest.raises(RefusedFile, match="Spróbuj za kilka minut"):
        checked(picture("PNG"))
