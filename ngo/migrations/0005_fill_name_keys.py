"""The keys of names, filled for the organisations that are there."""

from django.db import migrations

from ngo.registry.naming import parse

CHUNK = 1000


def fill(apps, schema_editor):
    for table, fields in (("Organisation", ("name_key", "name_core")), ("OrganisationName", ("name_key",))):
        manager = apps.get_model("ngo", table).objects
        rows = []
        for row in manager.only("name").iterator(chunk_size=CHUNK):
            name = parse(row.name)
            row.name_key = name.key
            if "name_core" in fields:
                row.name_core = name.core
            rows.append(row)
            if len(rows) == CHUNK:
                manager.bulk_update(rows, fields, batch_size=200)
                rows = []
        manager.bulk_update(rows, fields, batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("ngo", "0004_name_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
