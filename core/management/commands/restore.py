"""`manage.py restore`: an installation as it was when the archive was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from core.accounts.actor import system
from core.operations.actions import restore
from core.operations.refusals import NotEmpty
from core.workflow.refusal import Refusal


class Command(BaseCommand):
    help = "Odtwarza instalację z archiwum. Serwer stron i wykonawca zadań muszą być zatrzymane."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--overwrite", action="store_true", help="usuń wszystko, co jest w tej instalacji, i odtwórz archiwum"
        )

    def handle(self, *args: Any, archive: Path, overwrite: bool, **options: Any) -> None:
        try:
            manifest = restore(archive, actor=system("manage.py restore"), at=now(), overwrite=overwrite)
        except Refusal as refusal:
            hint = ["Jeżeli tak ma być, dodaj --overwrite."] if isinstance(refusal, NotEmpty) else []
            raise CommandError("\n".join([*refusal.sentences, *hint])) from refusal
        self.stdout.write(
            f"Odtworzono stan z {manifest.made_at} (wersja {manifest.version}). Sprawdź go: manage.py verify."
        )
