"""Remarks that wait for an answer, for the page of terms of the unit that keeps them.

A request for accessibility has its day by law (UDC art. 18), another remark by office practice.
"""

from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from office.feedback.access import visible
from office.feedback.models import Kind
from office.terms.sources import Asked, Source, told

TEXT = CharField()


def _about(words: Any) -> Concat:
    return Concat(Value(f"{words} "), "page", output_field=TEXT)


def _rows(asked: Asked) -> "QuerySet[Any]":
    rows = visible(asked.actor, asked.at).waiting().filter(due_on__isnull=False)
    rows = rows.annotate(
        t_of=Value(settings.OFFICE["keepers"]["remarks"], TEXT),
        t_words=Case(
            When(kind=Kind.ACCESSIBILITY, then=_about(_("Żądanie dostępności strony"))),
            default=_about(_("Uwaga do strony")),
        ),
    )
    rows = rows.filter(asked.whose("remark", ref="public_id", unit="t_of"))
    return told(rows, "remark", ref="public_id", sign="t_words", title="t_words", due="due_on", unit="t_of")


REMARKS = Source("remark", _("uwaga do strony"), "remark", _rows)
