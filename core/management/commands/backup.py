"""`manage.py backup`: the whole installation in one archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from core.accounts.actor import system
from core.operations.actions import back_up
from core.web.templatetags.polish import liczba
from core.workflow.refusal import Refusal


class Command(BaseCommand):
    help = "Zapisuje bazę danych i wszystkie pliki w jednym archiwum; system może w tym czasie działać."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="plik archiwum albo katalog, w którym ma powstać")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        try:
            file, manifest = back_up(target, actor=system("manage.py backup"), at=now())
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        self.stdout.write(
            f"Kopia zapasowa: {file} (plików {liczba(len(manifest.files))}, wpisów księgi {liczba(manifest.entries)}, "
            f"{liczba(file.stat().st_size / 1e6, 1)} MB)."
        )
