"""What kind of a file was given, and its reader: answers of the KRS, the list of public benefit organisations, another list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import magic
from django.utils.translation import gettext as _

from ngo.registry.readers import csv_file, krs
from ngo.registry.readers.rows import Record, Rejected, UnreadableFile

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


@dataclass(frozen=True)
class Opened:
    """The rows of a file and the source they speak for: "krs", "opp_list" or "list"."""

    source: str
    rows: Iterator[Record | Rejected]


def open_file(file: BinaryIO, name: str) -> Opened:
    """Recognise a file by its content, its name helping only for an empty answer of the KRS.

    Raises UnreadableFile for what is no text (a spreadsheet, a PDF, an archive, a picture), here or while rows are read.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    kind = magic.from_buffer(head, mime=True)
    if head and not kind.startswith(TEXT):
        raise UnreadableFile(
            _("To nie jest plik tekstowy (rozpoznano: %(kind)s). Zapisz dane jako „CSV UTF-8” i wczytaj ten plik.")
            % {"kind": kind}
        )
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") or name.lower().endswith(".json"):
        return Opened("krs", krs.read(file))
    source = "opp_list" if csv_file.is_opp_list(file) else "list"
    return Opened(source, csv_file.read(file))
