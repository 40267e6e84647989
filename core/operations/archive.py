"""The archive of an installation: one .tar.gz with the database, every file, and a manifest with the hash of each."""

import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from core.operations.refusals import Unfit

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: `files` are name → [SHA-256, bytes], `migrations` "app.name" of each that was applied."""

    format: int
    version: str
    made_at: str
    engine: str
    migrations: list[str]
    entries: int
    files: dict[str, tuple[str, int]]

    @property
    def size(self) -> int:
        """Bytes of everything inside, unpacked."""
        return sum(size for _sha256, size in self.files.values())


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.hash.update(block)
        return block


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(
    target: Path, members: Iterator[tuple[str, Path]], *, version: str, at: datetime, engine: str,
    migrations: list[str], entries: int,
) -> Manifest:  # fmt: skip
    """Write the archive of (name, file) members; it appears under its name whole or not at all, readable by its owner only."""
    draft = target.with_name(f"{target.name}.part")
    files: dict[str, tuple[str, int]] = {}
    try:
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar,
        ):
            for name, path in members:
                info = tarfile.TarInfo(name)
                info.size, info.mode, info.mtime = path.stat().st_size, 0o600, int(at.timestamp())
                with path.open("rb") as source:
                    hashing = Hashing(source)
                    tar.addfile(info, hashing)
                files[name] = (hashing.hash.hexdigest(), info.size)
            manifest = Manifest(FORMAT, version, at.isoformat(), engine, migrations, entries, files)
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            info = tarfile.TarInfo(MANIFEST)
            info.size, info.mode, info.mtime = len(text), 0o600, int(at.timestamp())
            tar.addfile(info, BytesIO(text))
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and check every hash; raises Unfit for an archive that is damaged, foreign or incomplete."""
    found: dict[str, tuple[str, int]] = {}
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            for info in tar:
                found[info.name] = _member(tar, info, folder)
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise Unfit(_("Archiwum %(name)s jest uszkodzone: %(error)s") % {"name": archive, "error": error}) from error
    if MANIFEST not in found:
        raise Unfit(_("%(name)s nie jest kopią zapasową Pożytku: nie ma w nim manifestu.") % {"name": archive})
    known = json.loads((folder / MANIFEST).read_bytes())
    if known.get("format") != FORMAT:
        raise Unfit(_("Archiwum ma format %(format)s, którego ta wersja nie zna.") % {"format": known.get("format")})
    manifest = Manifest(**{**known, "files": {name: tuple(file) for name, file in known["files"].items()}})
    del found[MANIFEST]
    for name in sorted({*manifest.files, *found}):
        if manifest.files.get(name) != found.get(name):
            raise Unfit(_("Archiwum jest uszkodzone: plik %(name)s nie zgadza się z manifestem.") % {"name": name})
    return manifest


def _member(tar: tarfile.TarFile, info: tarfile.TarInfo, folder: Path) -> tuple[str, int]:
    """Write one member; only plain files inside the folder are taken."""
    path = PurePosixPath(info.name)
    source = tar.extractfile(info)
    if source is None or not info.isreg() or path.is_absolute() or ".." in path.parts:
        raise Unfit(_("Archiwum zawiera niedozwolony wpis: %(name)s") % {"name": info.name})
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    hashing = Hashing(source)
    with target.open("xb") as out:
        while block := hashing.read(CHUNK):
            out.write(block)
    return hashing.hash.hexdigest(), info.size
