"""Who sees the structure of the office: everyone; and who belongs to its staff."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from office.structure.hats import HEAD, STAFF
from office.structure.models import Appointment, AppointmentQuerySet, Unit


def visible(actor: Actor, at: datetime) -> QuerySet[Unit]:
    """Units are public."""
    return Unit.objects.all()


def is_staff(actor: Actor) -> bool:
    """An officer or a head of any unit, or a system actor."""
    return actor.wears(*STAFF) or bool(actor.system)


def directory(actor: Actor, at: datetime) -> AppointmentQuerySet:
    """Who holds a post now is public; the staff of a unit also see who held one there, and who will."""
    rows = Appointment.objects.select_related("unit", "deputy")
    now_held = rows.valid(localdate(at))
    if actor.system:
        return rows
    return now_held | rows.filter(unit__code=actor.key) if actor.wears(*STAFF) else now_held


def may_keep_people(actor: Actor, appointment: Appointment | None, at: datetime) -> tuple[bool, str]:
    """The head of a unit says who holds its posts."""
    own = appointment is None or appointment.unit.code == actor.key
    return actor.wears(HEAD.code) and own, _("Obsadę komórki zmienia jej kierownik.")
