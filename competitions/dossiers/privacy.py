"""Dossiers end: the file is for taking away, the case itself stays in the system."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.dossiers.models import Dossier
from core.privacy.retention import Rule


def ended(before: datetime) -> "QuerySet[Dossier]":
    """Dossiers asked for before a moment whose file is still kept."""
    return Dossier.objects.filter(asked_at__lt=before).exclude(file="")


def delete_files(rows: Sequence[Dossier], *, at: datetime) -> None:
    """The file goes; who asked for it, when, and its hash stay in the ledger of the case."""
    for row in rows:
        row.file.delete(save=False)
    Dossier.objects.filter(pk__in=[row.pk for row in rows]).update(file="")


DOSSIERS = Rule("dossiers", _("Teczki spraw do pobrania"), _("plik jest usuwany"), ended, delete_files)
