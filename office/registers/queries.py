"""What is asked of a register: filters and order by keys, words by the search text; what its file no longer says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from core.tables.collation import sort_key
from core.tables.folding import fold
from office.registers.models import Cell, EntryQuerySet, KnownField
from office.registers.schema import Field, Register
from office.registers.values import KEY_MAX, kept, keys

WORDS_MAX = 12
# Above every sign of a key in any database: keys are digits and the first letters.
LAST = "zz"
RANGED = ("date", "time", "integer", "amount")
WRITTEN = ("line", "phone", "email", "link")


def searched(rows: EntryQuerySet, typed: str) -> EntryQuerySet:
    """Entries that have every word."""
    for word in fold(typed).split()[:WORDS_MAX]:
        rows = rows.filter(search_text__contains=word)
    return rows


def filtered(
    rows: EntryQuerySet, register: Register, field: Field, asked: Mapping[str, Any], *, walked: bool = False
) -> EntryQuerySet:
    """Entries whose field says what is asked: `is` for one value, `from` and `to` for the ends of a range.

    Keys name the entries, which is best where few fit or all are wanted; for a page of many, entries are `walked` in their order and
    each is asked, so that the walk ends with the page.
    """
    found = Q()
    if asked.get("is") not in (None, ""):
        found &= _equal(field, asked["is"])
    for side, lookup in (("from", "key__gte"), ("to", "key__lte")):
        if asked.get(side) is not None:
            found &= Q(**{lookup: keys(field, kept(asked[side]))[0]}) & ~Q(key="")
    if not found:
        return rows
    cells = Cell.objects.filter(found, register=register.code, field=field.code)
    if walked:
        return rows.filter(Exists(cells.filter(entry=OuterRef("pk"))))
    return rows.filter(pk__in=cells.values("entry"))


def _equal(field: Field, value: Any) -> Q:
    if field.kind in WRITTEN:
        key = sort_key(str(value), length=KEY_MAX)
        return Q(key__gte=key, key__lt=f"{key}{LAST}"[:KEY_MAX])
    return Q(key=keys(field, [value] if field.kind == "choices" else value)[0])


def ordered(rows: EntryQuerySet, register: Register, order: str) -> EntryQuerySet:
    """Entries by a field that has keys ("due", "-due"); the newest first unless asked, or when the field has none."""
    code = order.removeprefix("-")
    sortable = {field.code for field in register.fields if field.filterable and field.kind != "choices"}
    if code not in sortable:
        return rows.order_by("-year", "-number")
    sign = "-" if order.startswith("-") else ""
    return rows.filter(cells__register=register.code, cells__field=code).order_by(
        f"{sign}cells__key", f"{sign}cells__entry_id"
    )


def waiting(rows: EntryQuerySet, codes: list[str]) -> EntryQuerySet:
    """Entries of registers with a term to be done, the nearest first."""
    return rows.filter(register__in=codes).due().order_by("due_on", "pk")


def former_fields(register: Register) -> list[Field]:
    """Fields that entries were written with and that the file says no more."""
    now_said = [field.code for field in register.fields]
    known = KnownField.objects.filter(register=register.code).exclude(code__in=now_said).order_by("pk")
    return [
        Field(
            each.code,
            each.label,
            each.kind,
            personal=each.personal,
            visibility=each.visibility,
            options=tuple((name, label) for name, label in each.options),
        )
        for each in known
    ]


def overdue_counts(rows: EntryQuerySet, codes: list[str], on: date) -> dict[str, int]:
    """How many entries of each register are overdue."""
    late = rows.filter(register__in=codes).overdue(on).order_by().values_list("register")
    return dict(late.annotate(Count("pk")))
