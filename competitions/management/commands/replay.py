"""`manage.py replay`: play the ledger of a competition again and compare what follows with what was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competitions.calls.models import Competition
from competitions.replay.queries import replayed
from core.web.templatetags.polish import odmiana

# What cannot be recomputed did not agree, and did not differ either.
PREDATES = 2


class Command(BaseCommand):
    help = "Odtwarza z księgi ranking, protokół i listy wyników konkursu i porównuje je z opublikowanymi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("competition", help="identyfikator z adresu konkursu albo znak sprawy")

    def handle(self, *args: Any, competition: str, **options: Any) -> None:
        rows = Competition.objects.filter(public_id=competition) or Competition.objects.filter(case__sign=competition)
        row = rows.first()
        if row is None:
            raise CommandError(f"Nie ma konkursu „{competition}”. Podaj identyfikator z jego adresu albo znak sprawy.")
        outcome = replayed(row)
        for document in outcome.documents:
            how = "odtworzono" if document.replayed else "sprawdzono skrót"
            self.stdout.write(f"{document.fault or 'zgadza się'}\t{how}\t{document.recorded[:16]}\t{document.title}")
        if outcome.faults:
            rest = len(outcome.faults) - 1
            more = f"\nOprócz tego: {odmiana(rest, 'różnica,różnice,różnic')}." if rest else ""
            raise CommandError(f"Pierwsza różnica: {outcome.faults[0]}{more}")
        if outcome.missing:
            raise CommandError(
                "Wyników nie da się odtworzyć: " + " ".join(outcome.missing) + " Łańcuch i skróty dokumentów są całe.",
                returncode=PREDATES,
            )
        entries = odmiana(outcome.entries, "wpisu księgi,wpisów księgi,wpisów księgi")
        documents = odmiana(len(outcome.documents), "dokument,dokumenty,dokumentów")
        self.stdout.write(f"Wszystko się zgadza: z {entries} wynika to, co opublikowano ({documents}).")
