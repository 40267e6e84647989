"""What kind of a file was given, and its reader: answers of the KRS, the list of public benefit organisations, another list."""

from collections.abc import Sequence
from typing import BinaryIO

import magic
from django.utils.translation import gettext as _

from ngo.registry.readers import csv_file, krs, xlsx_file
from ngo.registry.readers.rows import Opened, UnreadableFile

HEAD = 4096
# What libmagic calls text, and what it says of text that it does not know.
TEXT = (
    "text/",
    "application/json",
    "application/csv",
    "application/x-ndjson",
    "application/octet-stream",
    "inode/x-empty",
)
# How XML and HTML begin, and no list; what it is is said after "rozpoznano".
MARKUP = b"<"


def open_file(file: BinaryIO, name: str, *, sheet: str = "", fields: Sequence[str] = (), loose: bool = False) -> Opened:
    """Recognise a file by its content, its name helping only for an empty answer of the KRS.

    `sheet` names the sheet of a workbook, `fields` what the columns of a table hold where their names do not say it;
    `loose` lets a table in whose header says nothing, for people to say it. Raises UnreadableFile for what is neither a table
    nor a workbook (a PDF, an archive, a picture, XML), here or while rows are read.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(xlsx_file.ZIP):
        return xlsx_file.opened(file, fields, sheet=sheet, loose=loose)
    if head.startswith(xlsx_file.OLE):
        xlsx_file.refuse_old(file)
    kind = magic.from_buffer(head, mime=True)
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if head and (not kind.startswith(TEXT) or begins == MARKUP):
        raise UnreadableFile(
            _(
                "To nie jest plik tekstowy ani arkusz XLSX (rozpoznano: %(kind)s). Zapisz dane jako „CSV UTF-8” i wczytaj "
                "ten plik."
            )
            % {"kind": kind}
        )
    if begins in (b"{", b"[") or name.lower().endswith((".json", ".jsonl")):
        return krs.opened(file)
    return csv_file.opened(file, fields, loose=loose)
