"""A pack: every file in it stands in the manifest with its hash, and what is not as it must be is told."""

import hashlib
import os
import subprocess
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.files.packing import MANIFEST, Pack, Piece, written


def test_the_manifest_is_one_that_sha256sum_checks(at: datetime, tmp_path: Path) -> None:
    with Pack(at) as pack:
        pack.add(written("oferta/dane.json", b"{}"))
        pack.add(written("CZYTAJ.txt", "Zażółć".encode()))
        ZipFile(pack.sealed()).extractall(tmp_path)
    assert set(os.listdir(tmp_path)) == {"oferta", "CZYTAJ.txt", MANIFEST}
    check = ["sha256sum", "--strict", "-c", MANIFEST]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "CZYTAJ.txt").write_text("Zażółc")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_a_file_that_is_not_what_it_must_be_is_told(at: datetime) -> None:
    with Pack(at) as pack:
        pack.add(Piece("dobry.pdf", lambda: [b"a", b"b"], hashlib.sha256(b"ab").hexdigest()))
        pack.add(Piece("inny.pdf", lambda: [b"a", b"c"], hashlib.sha256(b"ab").hexdigest()))
        assert pack.changed == ["inny.pdf"]
        with pytest.raises(ValueError, match="packed twice"):
            pack.add(written("inny.pdf", b""))


def test_memory_stays_small_whatever_the_size(at: datetime) -> None:
    """64 MB go through in pieces of 64 kB; not even a sixteenth of them stands in memory at once."""

    def chunks() -> Iterator[bytes]:
        for _ in range(1024):
            yield os.urandom(64 * 1024)

    tracemalloc.start()
    with Pack(at) as pack:
        pack.add(Piece("duzy.bin", chunks))
        packed = ZipFile(pack.sealed())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert packed.getinfo("duzy.bin").file_size == 64 * 1024 * 1024
    assert most < 4 * 1024 * 1024
