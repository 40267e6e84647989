"""Loading the published mandate into tables; a second run changes nothing."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Model

from office.structure.mandate import PAGE, Mandate, MandateUnit, read
from office.structure.models import MandateTask, Post, PublishedPage, Unit, UnitName

SOURCE = Path(__file__).parent / "data" / "mandate.txt"


def load(*, at: datetime) -> int:
    """Load the mandate that ships with the project; returns the number of rows created or changed."""
    return load_mandate(read(SOURCE.read_text()))


def load_mandate(mandate: Mandate) -> int:
    """Make the tables say what the mandate says; units and tasks no longer named stay, since cases refer to them."""
    changed = 0
    for order, each in enumerate(mandate.units, start=1):
        unit, touched = _unit(each, order)
        changed += touched
        for number, text in enumerate(each.tasks, start=1):
            code = f"{each.section}.{number}"
            # A task that a reorganisation gave to another unit stays there.
            changed += _put(MandateTask, {"code": code}, {"number": number, "text": text}, {"unit": unit})
    for order, (title, person) in enumerate(mandate.posts, start=1):
        changed += _put(Post, {"title": title}, {"person": person, "order": order})
    changed += _put(
        PublishedPage,
        {"title": PAGE},
        {
            "published_by": mandate.published_by,
            "published_at": mandate.published_at,
            "changed_by": mandate.changed_by,
            "changed_at": mandate.changed_at,
        },
    )
    return changed


def _unit(each: MandateUnit, order: int) -> tuple[Unit, int]:
    code = each.symbol.replace(" ", "")
    names = {"symbol": each.symbol, "name": each.name}
    # What a reorganisation called otherwise keeps its new name.
    renamed = UnitName.objects.filter(unit__code=code).exists()
    touched = _put(Unit, {"code": code}, {"order": order} | ({} if renamed else names), names)
    return Unit.objects.get(code=code), touched


def _put(model: type[Model], key: dict[str, Any], values: dict[str, Any], first: dict[str, Any] | None = None) -> int:
    """1 when a row was created or changed, 0 when it already said so; `first` is what it says when it is new."""
    manager = model._default_manager
    if manager.filter(**key, **values).exists():
        return 0
    manager.update_or_create(defaults=values, create_defaults={**values, **(first or {})}, **key)
    return 1
