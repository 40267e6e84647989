"""`manage.py match_organisations NAMES.csv`: which organisations of the register a list of names means."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from core.accounts.actor import system
from ngo.registry.access import visible
from ngo.registry.readers.names import read
from ngo.registry.readers.rows import UnreadableFile
from ngo.registry.recognition import Match, recognise


class Command(BaseCommand):
    help = "Rozpoznaje organizacje po nazwach z pliku CSV z kolumną „name”; nigdy nie wybiera po cichu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="NAMES.csv", help="plik CSV z kolumną „name”")
        parser.add_argument("--json", action="store_true", help="wypisz obiekt JSON w wierszu dla każdej nazwy")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each name, in the order of the file."""
        try:
            with options["file"].open("rb") as file:
                names = read(file)
        except FileNotFoundError as error:
            raise CommandError(f"{options['file']}: nie ma takiego pliku.") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: pliku nie można odczytać ({error.strerror}).") from error
        except UnreadableFile as error:
            raise CommandError(f"{options['file']}: {error}") from error
        for match in recognise(names, visible(system("match_organisations"), now())):
            if options["json"]:
                self.stdout.write(json.dumps(match.told(), ensure_ascii=False))
            else:
                self._table(match)

    def _table(self, match: Match) -> None:
        self.stdout.write(f"{match.words:16}{match.name}")
        for each in match.candidates:
            number = each.organisation.register_line or "bez numeru"
            place = f", {each.place}" if each.place else ""
            self.stdout.write(f"{'':16}– {each.organisation.name} ({number}{place}): {each.why}")
