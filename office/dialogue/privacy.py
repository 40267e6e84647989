"""Members of the council: their names end some time after they left it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.dialogue.models import Seat


def ended(before: datetime) -> "QuerySet[Seat]":
    """Seats whose last day was before a moment and that still name somebody."""
    return Seat.objects.filter(valid_to__lt=localdate(before)).exclude(name="")


def forget(rows: Sequence[Seat], *, at: datetime) -> None:
    """The side, the organisation and the days stay."""
    Seat.objects.filter(pk__in=[row.pk for row in rows]).update(name="")


ENDED_SEATS = Rule("council", _("Członkowie rady dialogu"), _("imię i nazwisko znika"), ended, forget)
