"""People in posts: what is kept of them after they left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.structure.models import Appointment

# What stays of an appointment is the post and its days.
GONE = "–"
FORGOTTEN: dict[str, Any] = {"name": GONE, "room": "", "phone": "", "email": "", "hours": "", "search_key": ""}


def ended(before: datetime) -> "QuerySet[Appointment]":
    """Appointments that ended before a moment and still name their person."""
    return Appointment.objects.filter(valid_to__lt=localdate(before)).exclude(name=GONE)


def forget(rows: Sequence[Appointment], *, at: datetime) -> None:
    Appointment.objects.filter(pk__in=[row.pk for row in rows]).update(**FORGOTTEN)


ENDED_APPOINTMENTS = Rule(
    "posts", _("Osoby na stanowiskach"), _("nazwisko i kontakt znikają, stanowisko i daty zostają"), ended, forget
)
