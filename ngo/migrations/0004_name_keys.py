"""Keys of names, and the record into which one was merged."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ngo", "0003_origins")]

    operations = [
        migrations.AddField(
            "organisation",
            "name_key",
            models.CharField(max_length=400, blank=True, default="", db_index=True, help_text="see ngo.registry.naming"),
            preserve_default=False,
        ),
        migrations.AddField(
            "organisation",
            "name_core",
            models.CharField(max_length=400, blank=True, default="", db_index=True, help_text="see ngo.registry.naming"),
            preserve_default=False,
        ),
        migrations.AddField(
            "organisationname",
            "name_key",
            models.CharField(max_length=400, blank=True, default="", db_index=True, help_text="see ngo.registry.naming"),
            preserve_default=False,
        ),
        migrations.AddField(
            "organisation",
            "merged_into",
            models.ForeignKey(
                "ngo.organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", editable=False
            ),
        ),
    ]
