"""The keys of names, filled for the organisations that are there."""

from django.db import migrations

from ngo.registry.naming import parse

CHUNK = 5000
# Column → what of a name stands in it.
KEYS = {"name_key": "key", "name_core": "core"}
TABLES = (("Organisation", ("name_key", "name_core")), ("OrganisationName", ("name_key",)))


def fill(apps, schema_editor):
    """Chunk by chunk in the order of primary keys; plain UPDATEs, since bulk_update builds a CASE of every row and is slow."""
    quote = schema_editor.connection.ops.quote_name
    for table, fields in TABLES:
        model = apps.get_model("ngo", table)
        columns = ", ".join(f"{quote(field)} = %s" for field in fields)
        update = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE id = %s"  # noqa: S608 – names of ours
        last = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "name")[:CHUNK]):
            names = [(parse(name), pk) for pk, name in rows]
            values = [(*(getattr(name, KEYS[field]) for field in fields), pk) for name, pk in names]
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(update, values)
            last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("ngo", "0004_name_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
