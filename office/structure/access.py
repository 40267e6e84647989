"""Who sees the structure of the office: everyone; and who belongs to its staff."""

from datetime import datetime

from django.db.models import QuerySet

from core.accounts.actor import Actor
from office.structure.hats import STAFF
from office.structure.models import Unit


def visible(actor: Actor, at: datetime) -> QuerySet[Unit]:
    """Units are public."""
    return Unit.objects.all()


def is_staff(actor: Actor) -> bool:
    """An officer or a head of any unit, or a system actor."""
    return actor.wears(*STAFF) or bool(actor.system)
