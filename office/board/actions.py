"""Verbs over resolutions: record one that was adopted."""

from datetime import date, datetime

from django.db import transaction

from core.accounts.actor import Actor
from core.audit.ledger import record as record_entry
from office.board.models import Body, Resolution
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
        record_entry(
            resolution,
            "record",
            actor=actor,
            at=at,
            after={"body": str(body), "number": number, "adopted_on": adopted_on, "title": title},
        )
    return resolution
