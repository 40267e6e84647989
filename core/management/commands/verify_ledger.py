"""`manage.py verify_ledger`: walk every chain; name the first broken row of each; keep the result."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from core.audit.ledger import verify


class Command(BaseCommand):
    help = "Sprawdza księgę zdarzeń: każdy łańcuch i każdy punkt kontrolny."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify(at=now())
        if found.faults:
            raise CommandError("Księga jest naruszona:\n" + "\n".join(found.faults))
        self.stdout.write(f"Księga jest cała: {found.entries} wpisów.")
