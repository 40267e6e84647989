"""Letters that wait for an answer, for the page of terms."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from office.correspondence.access import visible
from office.terms.sources import Asked, Source, told


def _rows(asked: Asked) -> "QuerySet[Any]":
    ours = asked.whose("letter", ref="public_id", unit="unit_to__code", person="person_to")
    letters = visible(asked.actor, asked.at).waiting().filter(ours)
    return told(
        letters,
        "letter",
        ref="public_id",
        sign="sign",
        title="matter",
        due="due_on",
        unit="unit_to__code",
        person="person_to",
    )


LETTERS = Source("letter", _("pismo"), "letter", _rows, subject="office.letter")
