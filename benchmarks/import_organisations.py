"""Importing 10,000 and 100,000 organisations, and the same file again: rows a second and the most memory ever held.

`python -m benchmarks.import_organisations` imports each file in a process of its own with a database of its own;
`python -m benchmarks.import_organisations ROWS` does one of them in this process, on the database that DATABASE_URL names.
"""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

SIZES = (10_000, 100_000)
WORDS = [
    "Łąka",
    "Żuraw",
    "Źródło",
    "Ślad",
    "Dąb",
    "Klon",
    "Sowa",
    "Most",
    "Brzeg",
    "Iskra",
    "Pomost",
    "Wiosna",
    "Zorza",
    "Ptak",
    "Jesień",
]
NIP, REGON = (6, 5, 7, 2, 3, 4, 5, 6, 7), (8, 9, 2, 3, 4, 5, 6, 7)


def number_of(row: int, weights: tuple[int, ...]) -> str:
    """A number with a right check digit, another one for each row: of two neighbouring stems one always has it."""
    for step in (0, 1):
        stem = f"9{2 * row + step:0{len(weights) - 1}d}"
        check = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True)) % 11
        if check < 10:
            break
    return f"{stem}{check}"


def write(path: Path, rows: int) -> None:
    """A list of invented organisations with valid numbers, none twice; nothing is held of it in memory."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write("krs;nazwa;nip;regon;kod pocztowy;miejscowość;telefon\n")
        for row in range(1, rows + 1):
            name = f"Stowarzyszenie „{chance.choice(WORDS)} {chance.choice(WORDS)}” nr {row}"
            numbers = f"{row:010d};{name};{number_of(row, NIP)};{number_of(row, REGON)}"
            file.write(f"{numbers};90-051;Łódź;42 {row:07d}\n")


def memory() -> float:
    """The most memory that this process ever held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Own:
    """The most of its own memory that this process held at the ends of parts, MB: without the files mapped into it, as SQLite
    maps its database, so that reading a large one counts as memory held though the system takes it back when it likes.
    """

    def __init__(self) -> None:
        self.most = 0.0

    def see(self, *_how_far: float) -> None:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        self.most = max(self.most, int(status.partition("RssAnon:")[2].split()[0]) / 1024)


def one(rows: int) -> None:
    """Import a generated file twice and print what it took."""
    from benchmarks.measure import start

    start()

    from datetime import UTC, datetime

    from core.accounts.actor import system
    from ngo.registry import reference
    from ngo.registry.actions.files import import_file

    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    reference.load(at=at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "wykaz.csv"
        write(path, rows)
        before, spent, own = memory(), [], Own()
        own.see()
        print(f"RSS before {before:.0f} MB, own {own.most:.0f} MB", flush=True)
        for what in ("first", "again"):
            begun, worked = time.perf_counter(), time.process_time()
            with path.open("rb") as file:
                made = import_file(file, name=path.name, actor=system("pomiar"), at=at, progress=own.see)
            spent.append((time.perf_counter() - begun, time.process_time() - worked))
            assert made.created == (rows if what == "first" else 0)
            assert made.unchanged == (0 if what == "first" else rows)
            wall, ours = spent[-1]
            rate = f"{rows / wall:.0f} rows/s ({rows / ours:.0f} a second of this process alone)"
            print(
                f"{rows} rows, {what}: {wall:.1f} s, {rate}, peak RSS {memory():.0f} MB, own {own.most:.0f} MB",
                flush=True,
            )
        wall, ours = (first / again for first, again in zip(*spent, strict=True))
        print(f"{rows} rows again: {wall:.1f} times faster ({ours:.1f} in this process)", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(int(sys.argv[1]))
    else:
        assert "DATABASE_URL" not in os.environ, "give the number of rows to use a database of your own"
        for size in SIZES:
            subprocess.run([sys.executable, "-m", "benchmarks.import_organisations", str(size)], check=True)
