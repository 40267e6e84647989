"""Merged records: contacts of organisations that a merge replaced, which end some time after it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from ngo.duplicates.models import Merge
from ngo.registry.models import Organisation

SIDES = ("before", "after", "absorbed")


def merges(before: datetime) -> "QuerySet[Merge]":
    """Merges made before a moment that still hold contacts, accounts or ways of representation."""
    personal = Q()
    for side in SIDES:
        personal |= Q(**{f"values__{side}__has_any_keys": list(Organisation.PERSONAL_FIELDS)})
    return Merge.objects.filter(personal, merged_at__lt=before)


def forget(rows: Sequence[Merge], *, at: datetime) -> None:
    """They go, the other values stay: undone later, the record that stayed keeps the contacts it has by then."""
    for made in rows:
        for side in SIDES:
            for name in Organisation.PERSONAL_FIELDS:
                made.values.get(side, {}).pop(name, None)
    Merge.objects.bulk_update(rows, ["values"])


MERGES = Rule("merges", _("Kontakty sprzed scalenia wpisów"), _("dane kontaktowe znikają"), merges, forget)
