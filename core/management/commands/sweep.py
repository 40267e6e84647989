"""`manage.py sweep`: give back jobs whose worker died, wake what nobody took up; once, or all the time."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.timezone import now

from core.jobs.runner import sweep


class Command(BaseCommand):
    help = "Oddaje zadania, których proces przestał odpowiadać, i budzi te, których nikt nie podjął."
    # Checks load every page and would slow the start; `manage.py check` is for them.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, help="powtarzaj co tyle sekund")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        woken = sweep(now())
        if every is None:
            self.stdout.write(f"Obudzone zadania: {woken}.")
            return
        while True:
            time.sleep(every)
            close_old_connections()
            sweep(now())
