"""Entries of registers with a term, for the page of terms: everybody's of the units that keep the register."""

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from office.registers.access import kept_by, visible
from office.registers.schema import registers
from office.terms.sources import Asked, Source, told


def _rows(asked: Asked) -> "QuerySet[Any] | None":
    known = list(registers().values()) if asked.scope == "all" else kept_by(asked.actor)
    if not known:
        return None
    entries = visible(asked.actor, asked.at).filter(register__in=[each.code for each in known]).due()
    # A register may be kept by several units: the first one answers for its terms.
    unit = Case(
        *(When(register=each.code, then=Value(each.units[0])) for each in known if each.units),
        default=Value(""),
        output_field=CharField(),
    )
    return told(entries, "entry", ref="public_id", sign="sign", title="title", due="due_on", unit=unit)


ENTRIES = Source("entry", _("wpis rejestru"), "entry", _rows, subject="office.entry")
