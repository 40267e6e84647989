"""Packing files into one ZIP with a manifest of their hashes, a piece at a time: memory stays small whatever their size."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.utils.timezone import localtime

MANIFEST = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be packed: its path inside, a function that gives its bytes, and the hash they must have, where one is known."""

    path: str
    chunks: Callable[[], Iterable[bytes]]
    sha256: str = ""


def stored(path: str, file: str, sha256: str = "") -> Piece:
    """A file of the storage under a path inside the ZIP."""
    return Piece(path, lambda: _read(file), sha256)


def written(path: str, content: bytes) -> Piece:
    """A file that is at hand."""
    return Piece(path, lambda: [content])


def _read(file: str) -> Iterable[bytes]:
    with default_storage.open(file) as opened:
        yield from opened.chunks()


class Pack:
    """A ZIP being made in a temporary file, for a with statement. `changed` are the paths whose bytes are not what they must be.

    The manifest is written as `sha256sum` writes it, so that `sha256sum -c SHA256SUMS` checks every file.
    """

    def __init__(self, at: datetime) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 – closed at the end of the pack
        self.changed: list[str] = []
        self._zip = ZipFile(self._file, "w", ZIP_DEFLATED)
        self._moment = localtime(at).timetuple()[:6]
        self._sums: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._zip.close()
        self._file.close()

    def add(self, piece: Piece) -> None:
        """Put a file in. Raises ValueError for a path that is there already."""
        if piece.path in self._sums:
            raise ValueError(f"{piece.path} is packed twice")
        digest = hashlib.sha256()
        entry = ZipInfo(piece.path, self._moment)
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._zip.open(entry, "w", force_zip64=True) as target:
            for chunk in piece.chunks():
                digest.update(chunk)
                target.write(chunk)
        self._sums[piece.path] = digest.hexdigest()
        if piece.sha256 and piece.sha256 != digest.hexdigest():
            self.changed.append(piece.path)

    def sealed(self) -> BufferedRandom:
        """Write the manifest and end: the file, open at its beginning."""
        lines = "".join(f"{sha256}  {path}\n" for path, sha256 in self._sums.items())
        self.add(written(MANIFEST, lines.encode()))
        self._zip.close()
        self._file.seek(0)
        return self._file
