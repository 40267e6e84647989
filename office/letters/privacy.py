"""What ends of letters: to whom they went, what they said, their files."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.letters.actions import drop_prints
from office.letters.models import Addressee, LetterSet


def ended(before: datetime) -> "QuerySet[LetterSet]":
    """Sets sent, given up or begun before a moment that still hold anything personal."""
    over = Q(ended_on__lt=localdate(before)) | Q(ended_on=None, prepared_at__lt=before)
    kept = Exists(Addressee.objects.filter(letter_set=OuterRef("pk"))) | ~Q(text="")
    return LetterSet.objects.filter(over, kept)


def forget(rows: Sequence[LetterSet], *, at: datetime) -> None:
    """Addressees, text and files go; kind, occasion and days stay."""
    for row in rows:
        drop_prints(row)
        row.addressees.all().delete()
    LetterSet.objects.filter(pk__in=[row.pk for row in rows]).update(text="")


ENDED_SETS = Rule("occasional_letters", _("Pisma okolicznościowe"), _("adresaci, treść i pliki znikają"), ended, forget)
