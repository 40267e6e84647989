"""`manage.py import_organisations FILE…`: import lists (CSV, XLSX) and answers of the KRS (JSON) into the register."""

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from core.accounts.actor import system
from ngo.registry.actions.files import import_file
from ngo.registry.importing import COUNTS
from ngo.registry.models import Import
from ngo.registry.presentation import RejectionTable
from ngo.registry.readers.rows import UnreadableFile

LABELS = ("wczytano wierszy", "nowe", "zmieniona nazwa", "zmienione dane", "bez zmian", "odrzucone")


class Command(BaseCommand):
    help = "Wczytuje organizacje z wykazów CSV (UTF-8, Windows-1250, ISO-8859-2) i XLSX oraz z odpowiedzi KRS (JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plik CSV, XLSX albo JSON")
        parser.add_argument("--dry-run", action="store_true", help="pokaż, co by się zmieniło, i niczego nie zmieniaj")
        parser.add_argument("--rejected", type=Path, metavar="OUT.csv", help="zapisz odrzucone wiersze do pliku")
        parser.add_argument("--json", action="store_true", help="w ostatnim wierszu wypisz liczby jako JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each file goes in whole or not at all; a refused one does not stop the others, but the command then fails."""
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
                    made = self._import(path, table, dry_run=options["dry_run"])
                except FileNotFoundError:
                    refused.append(f"{path}: nie ma takiego pliku.")
                    continue
                except OSError as error:
                    refused.append(f"{path}: pliku nie można odczytać ({error.strerror}).")
                    continue
                except UnreadableFile as error:
                    refused.append(f"{path}: {error}")
                    continue
                for name in COUNTS:
                    totals[name] += getattr(made, name)
        if options["json"]:
            self.stdout.write(json.dumps(totals))
        if refused:
            raise CommandError("Nie wczytano, bez żadnych zmian:\n" + "\n".join(refused))

    def _import(self, path: Path, table: RejectionTable | None, *, dry_run: bool) -> Import:
        actor = system("import_organisations")
        with path.open("rb") as file, transaction.atomic():
            made = import_file(file, name=path.name, actor=actor, at=now(), progress=self._progress)
            if table:
                table.add(made)
            transaction.set_rollback(dry_run)
        counts = ", ".join(f"{label} {getattr(made, name)}" for name, label in zip(COUNTS, LABELS, strict=True))
        self.stdout.write(f"{path.name}: {counts}{' (próba)' if dry_run else ''}")
        return made

    def _progress(self, read: int, share: float) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{read} ({share:.0%})", ending="")
