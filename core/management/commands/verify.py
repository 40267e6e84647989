"""`manage.py verify`: is the installation whole? The ledger, the issued documents, the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit.models import Entry
from core.documents.models import Document
from core.operations.verify import faults
from core.web.templatetags.polish import odmiana


class Command(BaseCommand):
    help = "Sprawdza księgę zdarzeń, pliki wydanych dokumentów i bazę danych; każdą usterkę nazywa po imieniu."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in faults():
            found += 1
            self.stderr.write(fault)
        if found:
            raise CommandError(f"Instalacja nie jest cała: {odmiana(found, 'usterka,usterki,usterek')}.")
        entries = odmiana(Entry.objects.count(), "wpis księgi,wpisy księgi,wpisów księgi")
        documents = odmiana(Document.objects.count(), "dokument,dokumenty,dokumentów")
        self.stdout.write(f"Instalacja jest cała: {entries}, {documents}.")
