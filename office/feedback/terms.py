"""Requests for accessibility that wait for an answer, for the page of terms of the unit that keeps remarks (UDC art. 18)."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from office.feedback.access import visible
from office.terms.sources import Asked, Source, told


def _rows(asked: Asked) -> "QuerySet[Any]":
    rows = visible(asked.actor, asked.at).waiting().filter(due_on__isnull=False)
    rows = rows.annotate(t_of=Value(settings.OFFICE["keepers"]["remarks"], CharField()))
    rows = rows.filter(asked.whose("remark", ref="public_id", unit="t_of"))
    return told(rows, "remark", ref="public_id", sign="page", title="page", due="due_on", unit="t_of")


REQUESTS = Source("remark", _("żądanie dostępności"), "remark", _rows)
