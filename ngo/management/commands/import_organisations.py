"""`manage.py import_organisations FILE…`: import lists (CSV, XLSX) and answers of the KRS (JSON) into the register."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from core.accounts.actor import system
from ngo.registry.actions.files import import_file, try_file
from ngo.registry.importing import COUNTS
from ngo.registry.models import Import
from ngo.registry.presentation import RejectionTable
from ngo.registry.readers.rows import UnreadableFile
from ngo.registry.refusals import Overtaken

LABELS = ("wczytano wierszy", "nowe", "zmieniona nazwa", "zmienione dane", "bez zmian", "odrzucone")


class Command(BaseCommand):
    help = "Wczytuje organizacje z wykazów CSV (UTF-8, Windows-1250, ISO-8859-2) i XLSX oraz z odpowiedzi KRS (JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plik CSV, XLSX albo JSON")
        parser.add_argument("--dry-run", action="store_true", help="pokaż, co by się zmieniło, i niczego nie zmieniaj")
        parser.add_argument("--rejected", type=Path, metavar="OUT.csv", help="zapisz odrzucone wiersze do pliku")
        parser.add_argument("--json", action="store_true", help="w ostatnim wierszu wypisz liczby jako JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """A refused file does not go in at all and does not stop the others, but the command then fails.

        A command that was cut off goes on where it was when it is given the same file again.
        """
        totals = dict.fromkeys(COUNTS, 0)
        refused: list[str] = []
        with ExitStack() as stack:
            table = None
            if options["rejected"]:
                table = RejectionTable(
                    stack.enter_context(options["rejected"].open("w", encoding="utf-8-sig", newline=""))
                )
            for path in options["files"]:
                try:
                    told = self._import(path, table, dry_run=options["dry_run"])
                except FileNotFoundError:
                    refused.append(f"{path}: nie ma takiego pliku.")
                    continue
                except OSError as error:
                    refused.append(f"{path}: pliku nie można odczytać ({error.strerror}).")
                    continue
                except (UnreadableFile, Overtaken) as error:
                    refused.append(f"{path}: {error}")
                    continue
                for name in COUNTS:
                    totals[name] += told[name]
        if options["json"]:
            self.stdout.write(json.dumps(totals))
        if refused:
            raise CommandError("Nie wczytano:\n" + "\n".join(refused))

    def _import(self, path: Path, table: RejectionTable | None, *, dry_run: bool) -> Mapping[str, int]:
        actor = system("import_organisations")
        with path.open("rb") as file:
            if dry_run:
                blank, rejected = Import(file_name=path.name[-200:]), table.add if table else None
                told = try_file(file, blank, actor=actor, at=now(), progress=self._progress, rejected=rejected)
            else:
                made = import_file(file, name=path.name, actor=actor, at=now(), progress=self._progress)
                told = {name: getattr(made, name) for name in COUNTS}
                if table:
                    table.add(made)
        counts = ", ".join(f"{label} {told[name]}" for name, label in zip(COUNTS, LABELS, strict=True))
        self.stdout.write(f"{path.name}: {counts}{' (próba)' if dry_run else ''}")
        return told

    def _progress(self, read: int, share: float) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{read} ({share:.0%})", ending="")
