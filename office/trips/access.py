"""Who sees trips: the staff of the unit that prepares them, the director, the auditor; who decides: its head, the director."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.structure.hats import DIRECTOR, HEAD, STAFF
from office.trips.models import Trip, TripFile, TripQuerySet
from office.trips.states import State

DECIDERS = (*STAFF, DIRECTOR.code)
READERS = (*DECIDERS, AUDITOR.code)
# Moves that the head or the director makes; the others are made by anyone of the unit.
OF_HEAD = ("approve", "return_report", "settle")


def visible(actor: Actor, at: datetime) -> TripQuerySet:
    """Trips of the actor's unit; all for the director, the auditor and for system actors."""
    rows = Trip.objects.select_related("unit").judged(localdate(at))
    if actor.system or actor.wears(DIRECTOR.code, AUDITOR.code):
        return rows
    return rows.filter(unit__code=actor.key) if actor.wears(*STAFF) else rows.none()


def files(actor: Actor, at: datetime) -> QuerySet[TripFile]:
    """The gate of files that were not removed."""
    seen = visible(actor, at).values("pk")
    return TripFile.objects.filter(trip__in=seen, removed_at=None).select_related("trip__unit")


def may_keep(actor: Actor, trip: Trip, at: datetime) -> tuple[bool, str]:
    """The staff of the unit keep its trips."""
    return actor.wears(*STAFF) and actor.key == trip.unit.code, _("Wyjazd prowadzą pracownicy jego komórki.")


def may_decide(actor: Actor, trip: Trip, at: datetime) -> tuple[bool, str]:
    """The head of the unit, or the director, approves its trips and settles them."""
    own = actor.wears(HEAD.code) and actor.key == trip.unit.code
    return own or actor.wears(DIRECTOR.code), _("Wyjazd zatwierdza i rozlicza kierownik komórki albo dyrektor.")


def may_remove_file(actor: Actor, file: TripFile, at: datetime) -> tuple[bool, str]:
    """The staff of the unit remove files of a trip that is not over for good."""
    if file.trip.state in (State.SETTLED, State.CANCELLED):
        return False, _("Wyjazd jest zakończony, jego plików już się nie zmienia.")
    return may_keep(actor, file.trip, at)
