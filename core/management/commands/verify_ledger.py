"""`manage.py verify_ledger`: walk every chain; name the first broken row of each."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit.ledger import faults
from core.audit.models import Entry


class Command(BaseCommand):
    help = "Sprawdza księgę zdarzeń: każdy łańcuch i każdy punkt kontrolny."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [str(fault) for fault in faults()]
        if found:
            raise CommandError("Księga jest naruszona:\n" + "\n".join(found))
        self.stdout.write(f"Księga jest cała: {Entry.objects.count()} wpisów.")
