"""`manage.py import_organisations FILE…`: import lists (CSV) and answers of the KRS (JSON) into the register."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from core.accounts.actor import system
from ngo.registry.actions import COUNTS, import_file
from ngo.registry.models import Import
from ngo.registry.presentation import write_rejections
from ngo.registry.readers.rows import UnreadableFile

LABELS = ("wczytano wierszy", "nowe", "zmieniona nazwa", "zmienione dane", "bez zmian", "odrzucone")


class Command(BaseCommand):
    help = "Wczytuje organizacje z wykazów CSV (UTF-8, Windows-1250, ISO-8859-2) i z odpowiedzi KRS (JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plik CSV albo JSON")
        parser.add_argument("--dry-run", action="store_true", help="pokaż, co by się zmieniło, i niczego nie zmieniaj")
        parser.add_argument("--rejected", type=Path, metavar="OUT.csv", help="zapisz odrzucone wiersze do pliku")
        parser.add_argument("--json", action="store_true", help="w ostatnim wierszu wypisz liczby jako JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each file goes in whole or not at all; a refused one does not stop the others, but the command then fails."""
        totals = dict.fromkeys(COUNTS, 0)
        rejected: list[tuple[str, int, str, str]] = []
        refused: list[str] = []
        for path in options["files"]:
            try:
                with path.open("rb") as file, transaction.atomic():
                    made = import_file(
                        file, name=path.name, actor=system("import_organisations"), at=now(), progress=self._progress
                    )
                    if options["rejected"]:
                        rejected += _rejections(made)
                    transaction.set_rollback(options["dry_run"])
            except (UnreadableFile, OSError) as error:
                text = error.strerror if isinstance(error, OSError) else str(error)
                refused.append(f"{path}: {text}")
                continue
            for name in COUNTS:
                totals[name] += getattr(made, name)
            counts = ", ".join(f"{label} {getattr(made, name)}" for name, label in zip(COUNTS, LABELS, strict=True))
            self.stdout.write(f"{path.name}: {counts}{' (próba)' if options['dry_run'] else ''}")
        if options["rejected"]:
            with options["rejected"].open("w", encoding="utf-8-sig", newline="") as out:
                write_rejections(out, rejected)
        if options["json"]:
            self.stdout.write(json.dumps(totals))
        if refused:
            raise CommandError("Nie wczytano, bez żadnych zmian:\n" + "\n".join(refused))

    def _progress(self, read: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{read}", ending="")


def _rejections(made: Import) -> list[tuple[str, int, str, str]]:
    return [(made.file_name, row.row, row.reason, row.raw) for row in made.rejections.all()]
