from typing import Any

from django.db import migrations, models

from core.tables.collation import person_key


def fill(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("core", "User").objects
    for user in users.only("pk", "name", "email").iterator():
        users.filter(pk=user.pk).update(sort_key=person_key(user.name or user.email))


class Migration(migrations.Migration):
    dependencies = [("core", "0007_verifications")]

    operations = [
        migrations.AddField(
            "user",
            "sort_key",
            models.CharField(blank=True, db_index=True, default="", help_text="Polish order by surname", max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
