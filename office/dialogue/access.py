"""Who sees what of the council: everyone what it adopted, staff and the auditor its members and sittings; who keeps it."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.dialogue.models import CouncilSitting, Position, PositionFile, Seat
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def serves(actor: Actor) -> bool:
    """Whether the actor's unit serves the council."""
    return bool(actor.system) or (actor.wears(*STAFF) and actor.key == settings.OFFICE["keepers"]["dialogue"])


def visible(actor: Actor, at: datetime) -> QuerySet[Position]:
    """What the council adopted is public."""
    return Position.objects.select_related("sitting")


def files(actor: Actor, at: datetime) -> QuerySet[PositionFile]:
    """Files of what the council adopted are public with it."""
    return PositionFile.objects.all()


def seats(actor: Actor, at: datetime) -> QuerySet[Seat]:
    """Who sits on the council, and sat."""
    rows = Seat.objects.all()
    return rows if actor.system or actor.wears(*READERS) else rows.none()


def sittings(actor: Actor, at: datetime) -> QuerySet[CouncilSitting]:
    """Sittings of the council and of its presidium."""
    rows = CouncilSitting.objects.all()
    return rows if actor.system or actor.wears(*READERS) else rows.none()


def may_keep(actor: Actor, obj: object, at: datetime) -> tuple[bool, str]:
    """The unit that serves the council writes of it."""
    return serves(actor), _("Radę obsługuje inna komórka urzędu.")


def may_keep_sitting(actor: Actor, sitting: CouncilSitting, at: datetime) -> tuple[bool, str]:
    """As `may_keep`, for a sitting."""
    return may_keep(actor, sitting, at)


def may_keep_seat(actor: Actor, seat: Seat, at: datetime) -> tuple[bool, str]:
    """As `may_keep`, for a seat."""
    return may_keep(actor, seat, at)


def may_keep_position(actor: Actor, position: Position, at: datetime) -> tuple[bool, str]:
    """As `may_keep`, for what was adopted."""
    return may_keep(actor, position, at)
