"""Answers to the council's positions that are awaited, for the page of terms of the unit that serves it."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from office.dialogue.access import visible
from office.dialogue.states import PositionState
from office.terms.sources import Asked, Source, told

TEXT = CharField()


def _rows(asked: Asked) -> "QuerySet[Any]":
    rows = visible(asked.actor, asked.at).filter(state=PositionState.SENT, answer_due__isnull=False)
    rows = rows.annotate(
        t_number=Concat(Cast("number", TEXT), Value("/"), Cast("year", TEXT), output_field=TEXT),
        t_of=Value(settings.OFFICE["keepers"]["dialogue"], TEXT),
    )
    rows = rows.filter(asked.whose("position", ref="public_id", unit="t_of"))
    return told(rows, "position", ref="public_id", sign="t_number", title="title", due="answer_due", unit="t_of")


ANSWERS = Source("position", _("odpowiedź na stanowisko rady"), "position", _rows)
