"""Formal cards in rounds, filled by one person and approved by another; the one correction of an offer; a version's own term."""

import core.accounts.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """A card of before was filled and decided by one person, on the version of that day."""
    FormalCheck = apps.get_model("competitions", "FormalCheck")
    for check in FormalCheck.objects.select_related("offer"):
        check.public_id = core.accounts.models.public_id()
        check.version = check.offer.versions.latest("number")
        check.proposal = "accept" if check.passed else "reject"
        check.state = "approved"
        check.approved_by_id, check.approved_at = check.filled_by_id, check.filled_at
        check.save()
    if schema_editor.connection.vendor == "postgresql":
        # Deferred checks of what was just written would stand in the way of the alterations that follow.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('competitions', '0012_confirmation_and_correction_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='offerversion',
            name='needs_confirmation',
            field=models.BooleanField(default=True, help_text='before the agreement; a corrected one may not'),
        ),
        migrations.AddField(
            model_name='offerversion',
            name='confirmation_due',
            field=models.DateTimeField(blank=True, help_text='a term of its own; empty: that of the competition', null=True),
        ),
        migrations.RenameField('formalcheck', 'checked_by', 'filled_by'),
        migrations.RenameField('formalcheck', 'checked_at', 'filled_at'),
        migrations.AddField('formalcheck', 'public_id', models.CharField(max_length=16, null=True, editable=False)),
        migrations.AddField('formalcheck', 'round', models.PositiveSmallIntegerField(default=1)),
        migrations.AddField('formalcheck', 'version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competitions.offerversion')),
        migrations.AddField('formalcheck', 'state', models.CharField(choices=[('filled', 'wypełniona, czeka na zatwierdzenie'), ('sent_back', 'zwrócona do poprawy'), ('approved', 'zatwierdzona')], default='filled', max_length=20)),
        migrations.AddField('formalcheck', 'findings', models.JSONField(default=dict, help_text='question code → {"answer": …, "why": text}: what the system found when it was filled')),
        migrations.AddField('formalcheck', 'proposal', models.CharField(null=True, choices=[('accept', 'uznać za poprawną'), ('correct', 'wezwać do uzupełnienia'), ('reject', 'odrzucić')], max_length=10)),
        migrations.AddField('formalcheck', 'fields', models.JSONField(default=list, help_text="codes of the form's fields to be unlocked for a correction")),
        migrations.AddField('formalcheck', 'approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField('formalcheck', 'approved_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('formalcheck', 'remark', models.CharField(blank=True, max_length=500, verbose_name='uwaga zwracającego')),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField('formalcheck', 'passed'),
        migrations.AlterField('formalcheck', 'public_id', models.CharField(default=core.accounts.models.public_id, editable=False, max_length=16, unique=True)),
        migrations.AlterField('formalcheck', 'version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competitions.offerversion')),
        migrations.AlterField('formalcheck', 'proposal', models.CharField(choices=[('accept', 'uznać za poprawną'), ('correct', 'wezwać do uzupełnienia'), ('reject', 'odrzucić')], max_length=10)),
        migrations.AlterField('formalcheck', 'offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='formal_checks', to='competitions.offer')),
        migrations.AlterModelOptions(name='formalcheck', options={'ordering': ['offer', 'round']}),
        migrations.AddConstraint('formalcheck', models.UniqueConstraint(fields=('offer', 'round'), name='formal_check_once')),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=core.accounts.models.public_id, editable=False, max_length=16, unique=True)),
                ('fields', models.JSONField(help_text="codes of the form's fields that may be changed")),
                ('sign_again', models.BooleanField(help_text='the confirmation has to be signed and delivered again')),
                ('reason', models.TextField()),
                ('called_at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('content', models.JSONField(default=dict, help_text='what is typed into the unlocked fields')),
                ('revision', models.PositiveIntegerField(default=0, help_text='grows with every saved change')),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competitions.offerversion')),
                ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='competitions.offer')),
                ('version', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='competitions.offerversion')),
            ],
        ),
    ]
