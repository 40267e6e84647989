"""What is to be prepared for events, for the page of terms."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from office.agenda.access import preparations
from office.terms.sources import Asked, Source, told


def _rows(asked: Asked) -> "QuerySet[Any]":
    ours = asked.whose("preparation", ref="public_id", unit="event__unit__code", person="owner")
    rows = preparations(asked.actor, asked.at).waiting().filter(ours)
    return told(
        rows,
        "preparation",
        ref="public_id",
        sign="what",
        title="event__title",
        due="due_on",
        unit="event__unit__code",
        person="owner",
    )


PREPARATIONS = Source("preparation", _("przygotowanie wydarzenia"), "preparation-revise", _rows, subject="office.event")
