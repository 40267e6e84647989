"""Indexes of search and of the directory's lists; those of PostgreSQL for parts of words and for spheres are only there."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

TRIGRAMS = "ngo_organisation_search_trigrams"
SPHERES = "ngo_organisation_spheres"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {TRIGRAMS} ON ngo_organisation USING gin (search_text gin_trgm_ops)")
        schema_editor.execute(f"CREATE INDEX {SPHERES} ON ngo_organisation USING gin (spheres jsonb_path_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {TRIGRAMS}")
        schema_editor.execute(f"DROP INDEX {SPHERES}")


class Migration(migrations.Migration):
    dependencies = [("ngo", "0009_imports_looked_at")]

    operations = [
        TrigramExtension(),
        migrations.RunPython(create, drop),
        migrations.AlterField("organisation", "sort_key", models.CharField(max_length=200)),
        migrations.AddIndex(
            "organisation",
            models.Index(
                fields=[
                    "sort_key", "id", "source", "verified_at", "merged_into", "county", "legal_form", "is_opp", "in_liquidation",
                ],
                name="organisation_order",
            ),
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(
                fields=["county", "legal_form", "is_opp", "in_liquidation", "source", "verified_at", "merged_into", "spheres"],
                name="organisation_tally",
            ),
        ),
    ]
