"""Django's `flush`, which the ledger refuses; only a test database may be emptied."""

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from core.audit.triggers import lifted


class Command(Flush):
    def handle(self, **options: Any) -> None:
        with lifted(connections[options["database"]]):
            super().handle(**options)
