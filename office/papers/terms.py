"""Papers to sign that wait, for the page of terms: with the secretariat, or with the unit to which they were returned."""

from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from office.papers.access import visible
from office.papers.states import State
from office.terms.sources import Asked, Source, told

TEXT = CharField()


def _rows(asked: Asked) -> "QuerySet[Any]":
    secretariat = Value(settings.OFFICE["keepers"]["papers"], TEXT)
    rows = visible(asked.actor, asked.at).live()
    rows = rows.annotate(
        t_number=Concat(Cast("number", TEXT), Value("/"), Cast("year", TEXT), output_field=TEXT),
        t_of=Case(When(state=State.RETURNED, then=F("unit__code")), default=secretariat, output_field=TEXT),
    )
    rows = rows.filter(asked.whose("paper", ref="public_id", unit="t_of"))
    return told(rows, "paper", ref="public_id", sign="t_number", title="title", due="due_on", unit="t_of")


PAPERS = Source("paper", _("dokument do podpisu"), "paper", _rows, subject="office.paper")
