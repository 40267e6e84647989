"""People who declared an organisation that nobody has confirmed yet: their right to act waits for staff, as it does for new ones."""

from django.db import migrations


def fill(apps, schema_editor):
    organisations = apps.get_model("ngo", "Organisation").objects.filter(source="declared", verified_at=None)
    hats = apps.get_model("core", "Hat").objects.filter(kind="organisation_signatory", withdrawn_at=None)
    requests = apps.get_model("ngo", "Representation").objects
    for organisation in organisations.only("public_id").iterator():
        # The first signatory is the one who declared it.
        hat = hats.filter(key=organisation.public_id).order_by("granted_at", "pk").first()
        if hat and not requests.filter(organisation=organisation, user_id=hat.user_id).exists():
            requests.create(
                organisation=organisation, user_id=hat.user_id, asked_at=hat.granted_at, declared=True, granted=False
            )


class Migration(migrations.Migration):
    dependencies = [("ngo", "0011_representation_basis"), ("core", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
