"""`manage.py load_reference`: what every installation needs before its first user; running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now


class Command(BaseCommand):
    help = "Wczytuje dane, bez których system nie działa: strukturę urzędu, wykazy, podział terytorialny."

    def handle(self, *args: Any, **options: Any) -> None:
        loaders = settings.REFERENCE_LOADERS
        for number, (label, path) in enumerate(loaders.items(), start=1):
            with transaction.atomic():
                changed = import_string(path)(at=now())
            self.stdout.write(f"[{number}/{len(loaders)}] {label}: zmian {changed}")
