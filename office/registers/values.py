"""Values of a field: how they are kept, by what they are sorted and found, how they are read aloud; what a register asks of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.tables.collation import sort_key
from core.tables.folding import fold
from core.web.templatetags.polish import data, number_text
from office.registers.schema import Field, Register

KEY_MAX = 80
# Added to a number before it is written with leading zeros, so that the order of texts is that of numbers below zero too.
SHIFT = Decimal(10) ** 12


def kept(value: Any) -> Any:
    """A value as JSON keeps it: days in ISO 8601, amounts as "1234.50"; nothing for an empty one."""
    if value in (None, "", []):
        return None
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.01")), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value


def keys(field: Field, value: Any) -> list[str]:
    """By what a kept value is sorted and found, in one order in every database; an empty value has an empty key."""
    if value is None:
        return [""]
    if field.kind == "choices":
        return [str(each)[:KEY_MAX] for each in value]
    if field.kind in ("integer", "amount"):
        return [number_key(Decimal(str(value)))]
    if field.kind == "yes":
        return ["1" if value else "0"]
    if field.kind in ("line", "phone", "email", "link"):
        return [sort_key(str(value), length=KEY_MAX)]
    return [str(value)[:KEY_MAX]]


def number_key(value: Decimal) -> str:
    """The key of a number."""
    return f"{value + SHIFT:017.2f}"


def shown(field: Field, value: Any, units: Mapping[str, str]) -> str:
    """A kept value in words; what no longer fits its field is shown as it stands."""
    if value in (None, ""):
        return ""
    try:
        return _shown(field, value, units)
    except (ValueError, TypeError, ArithmeticError):
        return str(value)


def _shown(field: Field, value: Any, units: Mapping[str, str]) -> str:
    options = dict(field.options)
    match field.kind:
        case "date":
            return data(date.fromisoformat(value))
        case "amount":
            return f"{number_text(Decimal(value), 2)} zł"
        case "yes":
            return _("tak") if value else _("nie")
        case "choice":
            return options.get(value, str(value))
        case "choices":
            return ", ".join(options.get(each, str(each)) for each in value)
        case "unit":
            return units.get(value, str(value))
        case _:
            return str(value)


def named_units(register: Register, values: Mapping[str, Any]) -> list[str]:
    """Codes of the units that kept values name."""
    return [values[field.code] for field in register.fields if field.kind == "unit" and values.get(field.code)]


def words(fields: Iterable[Field], values: Mapping[str, Any], units: Mapping[str, str]) -> str:
    """What is searched: the words of fields, folded."""
    return fold(" ".join(shown(field, values.get(field.code), units) for field in fields))


def with_terms(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """The kept values with the days of terms that nobody gave, counted from their starts."""
    filled = dict(values)
    for term in register.terms:
        start = filled.get(term.start)
        if filled.get(term.field) is None and start is not None and term.count:
            filled[term.field] = kept(term.counted(date.fromisoformat(start)))
    return filled


def next_due(register: Register, values: Mapping[str, Any]) -> date | None:
    """The nearest day of a term that is not done."""
    open_terms = [values.get(term.field) for term in register.terms if values.get(term.done) is None]
    return min((date.fromisoformat(day) for day in open_terms if day), default=None)


def problems(register: Register, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the register does not take of kept values: the field and a sentence."""
    for field in register.fields:
        if values.get(field.code) is None:
            if field.required:
                yield field.code, _("Uzupełnij pole „%(label)s”.") % {"label": field.label}
            elif cause := _cause(register, field, values):
                yield (
                    field.code,
                    _("Uzupełnij pole „%(label)s”: wymaga tego „%(cause)s”.")
                    % {
                        "label": field.label,
                        "cause": cause,
                    },
                )
    for term in register.terms:
        start = values.get(term.start)
        for code in (term.field, term.done):
            day = values.get(code)
            if start and day and day < start:
                names = {
                    "label": register.field(code).label,
                    "day": data(date.fromisoformat(day)),
                    "start": register.field(term.start).label,
                    "begun": data(date.fromisoformat(start)),
                }
                yield code, _("„%(label)s” (%(day)s) wypada przed „%(start)s” (%(begun)s). Popraw jedną z dat.") % names


def _cause(register: Register, field: Field, values: Mapping[str, Any]) -> str:
    """The value of another field that asks for this one, in words."""
    for other, wanted in field.when:
        value = values.get(other)
        said = set(value) if isinstance(value, list) else {"true" if value is True else str(value)}
        if said & set(wanted):
            asking = register.field(other)
            return f"{asking.label}: {shown(asking, value, {})}"
    return ""
