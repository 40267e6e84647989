"""The index of PostgreSQL for parts of words in entries of registers."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

TRIGRAMS = "office_entry_search_trigrams"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {TRIGRAMS} ON office_entry USING gin (search_text gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {TRIGRAMS}")


class Migration(migrations.Migration):
    dependencies = [("office", "0004_registers")]

    operations = [TrigramExtension(), migrations.RunPython(create, drop)]
