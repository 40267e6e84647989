"""The check of an upload before anything is kept: size, kind by content, what is inside, an antivirus scanner's word."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import magic
import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _

from core.files.containers import kind_of
from core.files.kinds import JPEG, PDF, PNG, Kind
from core.files.refusals import RefusedFile
from core.files.scanner import ScannerSilent, threat_in

NAME_MAX = 100
# The kinds that libmagic tells by itself; documents of office suites are ZIPs, which are looked into.
BY_MIME = {kind.mime: kind for kind in (PDF, JPEG, PNG)}
# What libmagic reads to tell a kind.
HEAD = 8192
# What a name must not carry: control and direction signs, and what some system takes for a path, a wildcard or a stream.
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its safe name with the ending of its kind, its kind, size in bytes and hash.

    `scanned` is false when a scanner should have looked into it and did not answer: the file belongs in quarantine.
    """

    name: str
    kind: Kind
    size: int
    sha256: str
    scanned: bool = True


def check(file: BinaryIO, name: str, *, kinds: Sequence[Kind], max_mb: int, quarantine: bool = False) -> Checked:
    """What an upload is. Raises RefusedFile for what is not one of the kinds, too large, active, damaged or infected.

    While the scanner is silent nothing is taken, unless the caller has a `quarantine` to put the file in.
    """
    size = file.seek(0, 2)
    if size == 0:
        raise RefusedFile(_("Plik jest pusty. Wybierz go jeszcze raz."))
    if size > max_mb * 1024 * 1024:
        raise RefusedFile(
            _("Plik ma ponad %(size)s MB. Zmniejsz go, na przykład zapisując skan w niższej rozdzielczości.")
            % {"size": max_mb}
        )
    kind = _kind(file)
    if kind is None or kind not in kinds:
        raise RefusedFile(
            _("Takiego pliku nie przyjmujemy: liczy się jego treść, nie nazwa. Dozwolone: %(kinds)s.")
            % {"kinds": ", ".join(each.label for each in kinds)}
        )
    if kind == PDF:
        _insist_passive_pdf(file)
    scanned = _is_clean(file, quarantine)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return Checked(safe_name(name, kind), kind, size, digest, scanned)


def safe_name(name: str, kind: Kind) -> str:
    """The last part of a name in one line without signs that deceive, ending as its kind does: "Statut 2026.pdf"."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = PurePosixPath(UNSAFE.sub("", last)).stem.encode("utf-8", "ignore").decode()
    stem = " ".join(stem.split()).strip(". ")[:NAME_MAX].strip(". ")
    return f"{stem or 'plik'}{kind.suffix}"


def _kind(file: BinaryIO) -> Kind | None:
    """The kind by content; every ZIP is looked into, whatever libmagic takes it for."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"PK"):
        return kind_of(file)
    return BY_MIME.get(magic.from_buffer(head, mime=True))


def _insist_passive_pdf(file: BinaryIO) -> None:
    """A PDF opens without a password and runs nothing."""
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            active = any(_is_active(each) for each in pdf.objects)
    except pikepdf.PasswordError as error:
        raise RefusedFile(_("PDF jest zabezpieczony hasłem. Zapisz go bez hasła.")) from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise RefusedFile(_("PDF jest uszkodzony i nie da się go otworzyć. Zapisz go jeszcze raz.")) from error
    if active:
        raise RefusedFile(_("PDF zawiera skrypty, a takich nie przyjmujemy. Wydrukuj go do nowego pliku PDF."))


def _is_active(each: Any) -> bool:
    """Whether an object runs a script or a program, itself or by an action written straight into it."""
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return False
    actions = [each, *(each.get(key) for key in ("/OpenAction", "/A"))]
    return "/JS" in each or any(
        isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/JavaScript", "/Launch") for action in actions
    )


def _is_clean(file: BinaryIO, quarantine: bool) -> bool:
    """Whether the scanner, where there is one, has looked into the file. Raises RefusedFile for what it finds."""
    if not settings.CLAMD:
        return True
    try:
        threat = threat_in(file)
    except ScannerSilent as error:
        if quarantine:
            return False
        raise RefusedFile(
            _("Nie można teraz sprawdzić pliku programem antywirusowym. Spróbuj za kilka minut.")
        ) from error
    if threat:
        raise RefusedFile(
            _("Program antywirusowy znalazł w pliku zagrożenie (%(threat)s). Pliku nie przyjęto.")
            % {"threat": threat[:80]}
        )
    return True
