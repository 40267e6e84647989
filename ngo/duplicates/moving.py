"""Everything that points to a record moves to another, whichever table it stands in, and back by primary keys."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from core.audit.models import Entry
from core.workflow.words import subjects
from ngo.duplicates.models import Dismissal, Merge
from ngo.registry.models import Organisation

# What speaks of two records as two, and so stays.
STAYS = (Merge, Dismissal)
# How far what hangs on a moved row is followed: an offer, its agreement, the agreement's report.
DEEP = 3

Moved = dict[str, list[Any]]


def pointing() -> list[Any]:
    """Every foreign key to an organisation, of any app, also those without a name to come back by."""
    return [field for field in _back(Organisation) if field.model not in STAYS]


def _back(model: type[models.Model]) -> list[Any]:
    """The foreign keys that point to a table."""
    fields: list[Any] = list(model._meta.get_fields(include_hidden=True))
    return [each.field for each in fields if each.auto_created and (each.one_to_many or each.one_to_one)]


def label(field: Any) -> str:
    """ "competitions.offer.organisation": how a moved column is kept."""
    return f"{field.model._meta.label_lower}.{field.name}"


def move(absorbed: Organisation, kept: Organisation) -> tuple[Moved, Moved]:
    """Point all that points to one record to the other; gives what moved and what could not, by column.

    A row that the other record has already (a request of the same person that waits) stays where it is.
    """
    moved: Moved = {}
    left: Moved = {}
    for field in pointing():
        rows = field.model._base_manager.filter(**{field.name: absorbed})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        gone = [key for part in _fitting(field, keys, kept) for key in part]
        if gone:
            moved[label(field)] = gone
        if stuck := sorted(set(keys) - set(gone)):
            left[label(field)] = stuck
    return moved, left


def _fitting(field: Any, keys: list[Any], kept: Organisation) -> Iterator[list[Any]]:
    """Move rows all at once, or one by one where some would stand twice; gives those that moved."""
    if not keys:
        return
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk__in=keys).update(**{field.name: kept})
        yield keys
    except IntegrityError:
        for key in keys if len(keys) > 1 else ():
            yield from _fitting(field, [key], kept)


def move_back(moved: Moved, absorbed: Organisation) -> None:
    """Point the rows of a merge to the record they came from."""
    for name, keys in moved.items():
        model, field = column(name)
        model._base_manager.filter(pk__in=keys).update(**{field: absorbed})


def column(name: str) -> tuple[type[models.Model], str]:
    """The table and the field of a kept column."""
    table, _dot, field = name.rpartition(".")
    return apps.get_model(table), field


def strayed(moved: Moved, kept: Organisation) -> list[str]:
    """What no longer stands where the merge put it, by what the site calls it."""
    found = []
    for name, keys in moved.items():
        model, field = column(name)
        if model._base_manager.filter(**{"pk__in": keys, field: kept}).count() != len(keys):
            found.append(subjects().get(model._meta.label_lower, name))
    return found


def entries_since(moved: Moved, kept: Organisation, entry: int) -> Iterable[Entry]:
    """What the ledger tells of moved rows, and of what hangs on them, after an entry."""
    chains: set[str] = set()
    for name, keys in moved.items():
        model, _field = column(name)
        chains |= _chains(model, keys, DEEP)
    chains -= {kept.chain}
    return Entry.objects.filter(chain__in=chains, pk__gt=entry).order_by("pk")


def _chains(model: type[models.Model], keys: list[Any], depth: int) -> set[str]:
    """The case files of rows and of the rows that point to them."""
    if not keys or model is Organisation:
        return set()
    found: set[str] = set()
    if hasattr(model, "chain"):
        found = {row.chain for row in model._base_manager.filter(pk__in=keys)}
    if depth:
        for field in _back(model):
            nearer = field.model._base_manager.filter(**{f"{field.name}__in": keys})
            found |= _chains(field.model, list(nearer.values_list("pk", flat=True)), depth - 1)
    return found
