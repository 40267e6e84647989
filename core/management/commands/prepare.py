"""`manage.py prepare`: from an empty or older installation to one that this version can run; repeated, it changes nothing."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Zakłada lub podnosi do tej wersji bazę danych i wczytuje dane, bez których system nie działa."

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        self.stdout.write(f"Baza danych: zmian {steps}")
        if steps:
            call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
