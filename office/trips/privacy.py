"""What ends of trips: who travelled, what was written and filed, once the case files may go."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.trips.models import Trip, TripFile


def ended(before: datetime) -> "QuerySet[Trip]":
    """Trips settled or cancelled before a moment that still keep anything personal."""
    kept = Exists(TripFile.objects.filter(trip=OuterRef("pk"), removed_at=None)) | ~Q(
        people=[], points=[], report_text="", purpose="", search_text=""
    )
    return Trip.objects.filter(kept, ended_on__lt=localdate(before))


def forget(rows: Sequence[Trip], *, at: datetime) -> None:
    """Names, programme, report, purpose and files go; number, place, days and costs stay."""
    ids = [row.pk for row in rows]
    Trip.objects.filter(pk__in=ids).update(people=[], points=[], report_text="", purpose="", search_text="")
    for file in TripFile.objects.filter(trip__in=ids, removed_at=None):
        path = file.file
        TripFile.objects.filter(pk=file.pk).update(removed_at=at, name=file.public_id, title="")
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


ENDED_TRIPS = Rule(
    "trips",
    _("Wyjazdy i delegacje"),
    _("uczestnicy, cel, program, sprawozdanie i pliki znikają; zostają numer, miejsce, dni i kwoty"),
    ended,
    forget,
)
