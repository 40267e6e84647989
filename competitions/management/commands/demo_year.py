"""`manage.py demo_year`: the demo year, played once; every run prints how to sign in. A second run changes nothing."""

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.timezone import localdate

from competitions.demo import signins
from competitions.demo.stage import is_played, perform
from core.notices.delivery import deliver_due

BAR = 30


class Command(BaseCommand):
    help = "Odgrywa rok pokazowy (wymyślone organizacje, prawdziwe czynności) i wypisuje, jak się zalogować."
    # Checks load every page and would slow the second run; `manage.py check` is for them.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, help="dzień, względem którego dzieje się rok (RRRR-MM-DD)"
        )
        parser.add_argument("--quiet", action="store_true", help="bez paska postępu")
        parser.add_argument("--codes", action="store_true", help="wypisz tylko bieżące kody jednorazowe")

    def handle(self, *args: Any, today: date | None, quiet: bool, codes: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Rok pokazowy nie należy do pracującej instalacji (POZYTEK_PRODUCTION).")
        if codes:
            self.print_codes()
            return
        if not is_played():
            known = signins.read() or signins.make()
            signins.keep(known)
            perform(today or localdate(), signins=known, tell=self.silence if quiet else self.bar)
            deliver_due()
        self.print_signins()

    def silence(self, done: int, of: int, name: str) -> None:
        """No bar."""

    def bar(self, done: int, of: int, name: str) -> None:
        """One line that grows: on a terminal it is drawn over itself, in a log a line stands for every tenth part."""
        terminal = self.stdout.isatty()
        if not terminal and done != of and 10 * done // of == 10 * (done - 1) // of:
            return
        full = BAR * done // of
        line = f"Rok pokazowy [{'█' * full}{'·' * (BAR - full)}] {done:3}/{of}  {name}"
        self.stdout.write(f"\r{line:<110.110}" if terminal else line, ending="" if terminal and done < of else "\n")
        self.stdout.flush()

    def print_signins(self) -> None:
        known = signins.read()
        if not known:
            self.stdout.write(
                f"Rok pokazowy jest w bazie, ale nie ma pliku z hasłami ({signins.path()}): ustaw nowe listem."
            )
            return
        rows = [(row.role, row.email, row.password, row.secret or "–") for row in known.values()]
        head = ("Rola", "E-mail", "Hasło", "Sekret kodów jednorazowych")
        widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
        address = settings.SITE_ADDRESS.rstrip("/") + reverse("account_login")
        self.stdout.write(f"\nLogowanie: {address} (osoby i organizacje są wymyślone)\n")
        for row in [head, tuple("─" * width for width in widths), *rows]:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write(
            "\nKody jednorazowe: wpisz sekret do aplikacji uwierzytelniającej albo odczytaj je poleceniem\n"
            "  manage.py demo_year --codes\n"
            f"Hasła i sekrety: {signins.path()}\n"
            f"Listy rozesłane w roku pokazowym: {settings.EMAIL_FILE_PATH}\n"
        )

    def print_codes(self) -> None:
        at = time.time()
        for row in signins.read().values():
            if row.secret:
                self.stdout.write(f"{row.code(at)}  {row.email:34} {row.role}")
        self.stdout.write(f"Ważne jeszcze {signins.seconds_left(at)} s.")
