"""`manage.py anonymise`: what the clock does at night, now; with --dry-run only what it would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from core.accounts.actor import system
from core.privacy.actions import anonymise, forget_again
from core.privacy.queries import ended
from core.privacy.retention import rules
from core.web.templatetags.polish import liczba


class Command(BaseCommand):
    help = "Anonimizuje dane, których okres przechowywania minął (config/privacy.toml), i konta z listy usuniętych."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tylko pokaż, co zostałoby zrobione")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        at, actor = now(), system("manage.py anonymise")
        if dry_run:
            for each in ended(at):
                self.stdout.write(f"{each.label}: {liczba(each.count)} ({each.becomes})")
                for public_id, reasons in each.bound:
                    self.stdout.write(f"  zostaje {public_id}: {' '.join(reasons)}")
            return
        if again := forget_again(actor=actor, at=at):
            self.stdout.write(f"Konta z listy usuniętych, które wróciły z kopii: {liczba(again)}")
        for rule in rules():
            count = 0
            after: int | None = 0
            while after is not None:
                some, _stay, after = anonymise(rule, after, actor=actor, at=at)
                count += some
            self.stdout.write(f"{rule.label}: {liczba(count)}")
