"""An opt-out keeps the digest of its address instead of the address, as ngo.contacts.models.address_digest makes it."""

import hashlib

from django.db import migrations


def digest(apps, schema_editor):
    rows = list(apps.get_model("ngo", "OptOut").objects.filter(key__contains="@"))
    for row in rows:
        row.key = hashlib.sha256(f"address:{row.key}".encode()).hexdigest()
    apps.get_model("ngo", "OptOut").objects.bulk_update(rows, ["key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("ngo", "0016_mailings")]

    # An address cannot be made of its digest; what stands there holds as it is.
    operations = [migrations.RunPython(digest, migrations.RunPython.noop)]
