"""The ledger becomes append-only in the database itself."""

from django.db import migrations

from core.audit.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
