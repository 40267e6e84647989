"""A new offer from an old one: what of its content goes along, and what does not; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from law.forms import Field, Form, day

# Declarations are made anew for every offer, whatever stood in an earlier one (form, part VII).
DECLARATIONS = "VII"


@dataclass(frozen=True, slots=True)
class Copied:
    """The content of a new offer, and the fields of the old one that were filled and stayed behind."""

    content: dict[str, Any]
    left_out: tuple[Field, ...]


def copied(content: Mapping[str, Any], source: Form, target: Form, *, task_from: date, task_to: date) -> Copied:
    """Fields that the target's form has too, of the same kind; of tables the columns that both have.

    Declarations stay behind, and dates that lie outside of the new competition's task.
    """
    places = {
        field.code: field for section in target.sections if section.code != DECLARATIONS for field in section.fields
    }
    kept: dict[str, Any] = {}
    left: list[Field] = []
    for field in source.fields():
        value = content.get(field.code)
        if not value or field.type == "auto":
            continue
        place = places.get(field.code)
        if place is None or place.type != field.type:
            left.append(field)
        elif field.type == "table":
            codes = {column.code for column in place.columns}
            kept[field.code] = [{code: text for code, text in row.items() if code in codes} for row in value]
            if any(text for row in value for code, text in row.items() if code not in codes):
                left.append(field)
        elif not _fits(field, value, task_from, task_to):
            left.append(field)
        else:
            kept[field.code] = value
    return Copied(kept, tuple(left))


def _fits(field: Field, value: Any, task_from: date, task_to: date) -> bool:
    """A choice must be one, a date must lie in the task's time; any text fits."""
    if field.type == "choice":
        return value in dict(field.choices)
    found = day(value) if field.type == "date" else None
    return field.type != "date" or (found is not None and task_from <= found <= task_to)
