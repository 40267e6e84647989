"""Open cases with a term, for the page of terms."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from office.cases.access import visible
from office.cases.states import State
from office.terms.sources import Asked, Source, told


def _rows(asked: Asked) -> "QuerySet[Any]":
    ours = asked.whose("case", ref="sign", unit="unit__code", person="officer")
    cases = visible(asked.actor, asked.at).filter(ours, state=State.OPEN, due_on__isnull=False)
    return told(
        cases, "case", ref="sign", sign="sign", title="title", due="due_on", unit="unit__code", person="officer"
    )


CASES = Source("case", _("sprawa"), "case-page", _rows, subject="office.case")
