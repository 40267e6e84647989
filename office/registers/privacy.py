"""What ends in the registers: each register's file says how long its entries keep what is personal."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from law.calendar import add_months
from office.registers.models import Cell, Entry, EntryFile, KnownField
from office.registers.schema import registers
from office.registers.values import words
from office.structure.queries import units_to_serve


def ended(before: datetime) -> "QuerySet[Entry]":
    """Entries that still keep something personal although the time their register gives it is over."""
    day = localdate(before)
    over = Q(pk__in=())
    for register in registers().values():
        if register.retention:
            since = add_months(day, -register.retention.months, roll=False)
            over |= Q(register=register.code, counted_from__lt=since)
    return Entry.objects.filter(over, personal=True)


def forget(rows: Sequence[Entry], *, at: datetime) -> None:
    """Personal fields become empty, also those that the register's file says no more; files go where it says so."""
    known, units = registers(), dict(units_to_serve())
    hidden: dict[str, set[str]] = {}
    for name, code in KnownField.objects.filter(personal=True).values_list("register", "code"):
        hidden.setdefault(name, set()).add(code)
    for entry in rows:
        register = known[entry.register]
        codes = hidden.get(entry.register, set()) | {field.code for field in register.fields if field.personal}
        entry.particulars = {code: None if code in codes else value for code, value in entry.particulars.items()}
        Cell.objects.filter(entry=entry, field__in=codes).update(key="")
        stay = (field for field in register.searched if field.code not in codes)
        entry.search_text = words(stay, entry.particulars, units)
        entry.personal = False
        entry.save(update_fields=["particulars", "search_text", "personal"])
        if register.retention and register.retention.attachments:
            _forget_files(entry, at)


def _forget_files(entry: Entry, at: datetime) -> None:
    for file in EntryFile.objects.filter(entry=entry, removed_at=None):
        file.removed_at = at
        file.name = file.public_id
        file.save(update_fields=["removed_at", "name"])
        path = file.file
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


ENDED_ENTRIES = Rule(
    "entries",
    _("Wpisy rejestrów"),
    _("pola z danymi osobowymi stają się puste, gdy minie czas z opisu rejestru"),
    ended,
    forget,
)
