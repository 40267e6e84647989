"""Verbs over resolutions: record one that was adopted, give one its number, annul one that never was."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel

from core.accounts.actor import Actor
from core.audit import ledger
from office.board import refusals
from office.board.models import BoardItem, BoardNumber, Body, Resolution
from office.structure.models import Unit


@transaction.atomic
def record(
    number: str, *, title: str, adopted_on: date, unit: Unit, actor: Actor, at: datetime, body: str = Body.BOARD
) -> Resolution:
    """Record an adopted resolution; recording the same number of the same body again returns the first record."""
    resolution, created = Resolution.objects.get_or_create(
        body=body, number=number, defaults={"title": title, "adopted_on": adopted_on, "unit": unit}
    )
    if created:
        _tell(resolution, actor=actor, at=at)
    return resolution


def _tell(resolution: Resolution, *, actor: Actor, at: datetime) -> None:
    after = {name: getattr(resolution, name) for name in ("body", "number", "adopted_on", "title")}
    ledger.record(resolution, "record", actor=actor, at=at, after=after)


@transaction.atomic
def enact(title: str, *, adopted_on: date, unit: Unit, actor: Actor, at: datetime) -> Resolution:
    """Give a resolution that the Board has adopted its number of the year ("812/26"), without gaps.

    The first one follows the highest that was recorded by hand in that year; none that stands is given again, not even one that
    is recorded by hand at the same moment.
    """
    last = _highest(adopted_on)
    while True:
        number = BoardNumber.objects.take(BoardNumber.RESOLUTION, adopted_on.year, last=last)
        values = {"title": title, "adopted_on": adopted_on, "unit": unit}
        try:
            with transaction.atomic():
                resolution = Resolution.objects.create(body=Body.BOARD, number=f"{number}/{adopted_on:%y}", **values)
        except IntegrityError:
            continue
        _tell(resolution, actor=actor, at=at)
        return resolution


@transaction.atomic
def annul(resolution: Resolution, reason: str, *, actor: Actor, at: datetime) -> None:
    """Annul the number of a resolution that was never adopted; it stays taken. Raises NotAtSitting when something cites it."""
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    if _cited(resolution):
        raise refusals.cited(resolution)
    Resolution.objects.filter(pk=resolution.pk).update(annulled_at=at)
    ledger.record(
        resolution, "annul_resolution", actor=actor, at=at, after={"number": resolution.number}, reason=reason
    )


def _cited(resolution: Resolution) -> bool:
    """Whether any table of any stage refers to the resolution, but for the item that was decided."""
    fields = (each for each in Resolution._meta.get_fields(include_hidden=True) if isinstance(each, ForeignObjectRel))
    found = ((each.related_model, each.field.name) for each in fields if each.related_model is not BoardItem)
    return any(model._base_manager.filter(**{name: resolution}).exists() for model, name in found)


def _highest(day: date) -> int:
    """The highest number that was recorded by hand in a year whose numbers nobody has given yet."""
    if BoardNumber.objects.filter(kind=BoardNumber.RESOLUTION, year=day.year).exists():
        return 0
    recorded = Resolution.objects.filter(body=Body.BOARD, number__endswith=f"/{day:%y}")
    heads = (number.split("/")[0] for number in recorded.values_list("number", flat=True))
    return max((int(head) for head in heads if head.isascii() and head.isdigit() and len(head) < 6), default=0)
