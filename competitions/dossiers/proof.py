"""Sprawdza teczkę sprawy: skróty wszystkich plików i łańcuchy księgi. Uruchom w rozpakowanym folderze: python3 sprawdz.py"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path


def file_faults(folder: Path) -> Iterator[str]:
    """Files that are missing, changed or not in the manifest."""
    known = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        sha256, _two_spaces, path = line.partition("  ")
        known[path] = sha256
    for path, sha256 in known.items():
        file = folder / path
        if not file.is_file():
            yield f"brak pliku: {path}"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            yield f"plik zmieniony: {path}"
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    yield from (f"pliku nie ma w wykazie: {path}" for path in sorted(found - {*known, "SHA256SUMS"}))


def ledger_faults(file: Path) -> Iterator[str]:
    """The first entry of a chain that is changed or does not follow from the one before."""
    previous, number = "", 0
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            said = row["entry"]
            text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            number += 1
            whole = hashlib.sha256(text.encode()).hexdigest() == row["hash"]
            if not whole or said["previous"] != previous or said["seq"] != number:
                yield f"księga: wpis {number} w {file.name} został zmieniony albo brakuje poprzedniego"
                return
            previous = row["hash"]


def main(folder: Path) -> int:
    """Say what is wrong; 0 when nothing is."""
    faults = list(file_faults(folder))
    for file in sorted(folder.rglob("ksiega*.jsonl")):
        faults += ledger_faults(file)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "Teczka jest cała: pliki i księga bez zmian.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
