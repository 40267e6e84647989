"""Looking inside a ZIP that says it is a document of an office suite: which kind it is, and what must not be in it.

What must not be in it is told here for attachments (`kind_of`) and for lists that are imported (ngo.registry.readers.xlsx_file),
each with its own words.
"""

import zipfile
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import pairwise
from typing import Any, BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from core.files.kinds import DOCX, ODS, ODT, XLSX, Kind
from core.files.refusals import RefusedFile

MEMBERS_MAX = 2000
UNPACKED_MAX = 200 * 1024 * 1024
# Text packs at most some tens of times; what packs better than this is a bomb. Small members may: a blank page is all zeros.
RATIO_MAX = 100
RATIO_FROM = 1024 * 1024
CHUNK = 1024 * 1024
# The one part by which each kind is known: in OOXML its main part, in ODF the text of `mimetype`.
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
ODF = {kind.mime: kind for kind in (ODT, ODS)}
MACROS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")
ACTIVE_FOLDERS = ("/activex/", "/embeddings/")


def kind_of(file: BinaryIO) -> Kind | None:
    """The kind of document a ZIP is, or None for any other ZIP.

    Raises RefusedFile for a bomb, a damaged or locked archive, macros, embedded objects, and XML that defines entities.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _insist_small(members)
            _insist_passive(members)
            kind = _kind(archive, {member.filename for member in members})
            if kind is not None:
                _insist_plain_xml(archive, members)
            return kind
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError) as error:
        raise RefusedFile(
            _("Plik jest uszkodzony albo zabezpieczony hasłem, więc nie da się go sprawdzić. Zapisz go jeszcze raz.")
        ) from error


def is_swollen(members: Sequence[zipfile.ZipInfo], unpacked_max: int) -> bool:
    """Whether an archive unpacks to too much, as a whole (bytes) or against its packed form, or to too many members.

    The archive never gives more of a member than the size that is written in it.
    """
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > RATIO_FROM and member.file_size > RATIO_MAX * member.compress_size for member in members
    )
    twice = len({member.filename for member in members}) != len(members)
    return len(members) > MEMBERS_MAX or unpacked > unpacked_max or swollen or twice or _overlap(members)


def has_macros(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether a document of an office suite carries programs."""
    names = [member.filename.lower() for member in members]
    return any(name.endswith(MACROS) or name.startswith(MACRO_FOLDERS) for name in names)


class XmlFault(Enum):
    """Why a part is no XML to be read."""

    DOCTYPE = "a document type, by which entities come in"
    BROKEN = "not well-formed, or in an encoding that is not known"


class _Doctype(Exception):
    """A part declares a document type."""


def xml_fault(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, see: Callable[[bytes], None] | None = None
) -> XmlFault | None:
    """Read a part once, piece by piece; its check sum is checked on the way, and `see` gets every piece. None for plain XML.

    A part without anything in it is plain. Entities cannot be declared without a document type, whatever the encoding.
    """

    def refuse(*_declared: Any) -> None:
        raise _Doctype

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    blank = True
    try:
        with archive.open(member) as stream:
            while piece := stream.read(CHUNK):
                if see:
                    see(piece)
                if blank and not piece.strip():
                    continue
                blank = False
                parser.Parse(piece, False)
        if not blank:
            parser.Parse(b"", True)
    except _Doctype:
        return XmlFault.DOCTYPE
    except expat.ExpatError:
        return XmlFault.BROKEN
    return None


def _insist_small(members: list[zipfile.ZipInfo]) -> None:
    if is_swollen(members, UNPACKED_MAX):
        raise RefusedFile(
            _("Plik po rozpakowaniu byłby nienaturalnie duży, więc nie został przyjęty. Zapisz dokument jako PDF.")
        )


def _overlap(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two members use the same packed bytes, as bombs do that unpack one piece many times."""
    places = sorted((member.header_offset, member.compress_size) for member in members)
    return any(start + size > after for (start, size), (after, _size) in pairwise(places))


def _insist_passive(members: list[zipfile.ZipInfo]) -> None:
    if has_macros(members):
        raise RefusedFile(_("Plik zawiera makra, a takich nie przyjmujemy. Zapisz dokument bez makr albo jako PDF."))
    if any(folder in f"/{member.filename.lower()}" for member in members for folder in ACTIVE_FOLDERS):
        raise RefusedFile(
            _("Plik zawiera osadzone obiekty (inny plik w środku), a takich nie przyjmujemy. Zapisz dokument jako PDF.")
        )


def _kind(archive: zipfile.ZipFile, names: set[str]) -> Kind | None:
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            return ODF.get(member.read(200).decode("ascii", "replace").strip())
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)


def _insist_plain_xml(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Every XML part is read once: no document type, no entities."""
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")) and xml_fault(archive, member):
            raise RefusedFile(
                _("Budowa pliku jest niebezpieczna albo uszkodzona (XML). Zapisz dokument jeszcze raz albo jako PDF.")
            )
