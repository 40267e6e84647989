"""Who sees the structure of the office: everyone; and who belongs to its staff."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import ADMINISTRATOR, AUDITOR
from office.structure.hats import DIRECTOR, HEAD, STAFF
from office.structure.models import Appointment, AppointmentQuerySet, Power, Reorganisation, Unit, UnitQuerySet

# Who reads how the work of units goes.
READERS = (*STAFF, DIRECTOR.code, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> QuerySet[Unit]:
    """Units are public."""
    return Unit.objects.all()


def is_staff(actor: Actor) -> bool:
    """An officer or a head of any unit, or a system actor."""
    return actor.wears(*STAFF) or bool(actor.system)


def offered(actor: Actor, at: datetime) -> UnitQuerySet:
    """Units that there are today: what forms offer."""
    return Unit.objects.valid(localdate(at))


def overseen(actor: Actor, at: datetime) -> QuerySet[Unit]:
    """Units whose work the actor follows: the staff theirs, the director and the auditor all."""
    rows = offered(actor, at)
    if actor.system or actor.wears(DIRECTOR.code, AUDITOR.code):
        return rows
    return rows.filter(code=actor.key) if actor.wears(*STAFF) else rows.none()


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


# Who reads how units changed and will change.
READERS_OF_CHANGES = (*READERS, ADMINISTRATOR.code)


def reorganisations(actor: Actor, at: datetime) -> QuerySet[Reorganisation]:
    """Changes of units, for the office and its administrator."""
    rows = Reorganisation.objects.select_related("unit", "successor")
    return rows if actor.system or actor.wears(*READERS_OF_CHANGES) else rows.none()


def may_reorganise(actor: Actor, unit: Unit, at: datetime) -> tuple[bool, str]:
    """The unit's head, the director and the administrator plan its changes."""
    own = actor.wears(HEAD.code) and unit.code == actor.key
    return own or actor.wears(DIRECTOR.code, ADMINISTRATOR.code), _(
        "Zmianę komórki planuje jej kierownik, dyrektor albo administrator."
    )


def may_call_off(actor: Actor, reorganisation: Reorganisation, at: datetime) -> tuple[bool, str]:
    """Who may plan a change may call it off."""
    return may_reorganise(actor, reorganisation.unit, at)


def may_give_powers(actor: Actor, at: datetime) -> tuple[bool, str]:
    """The head says who in the unit may do what."""
    return actor.wears(HEAD.code), _("O uprawnieniach w komórce decyduje jej kierownik.")


def may_in_unit(actor: Actor, capability: str) -> tuple[bool, str]:
    """Whether somebody of a unit may do there what its head may have left to some: everyone may until the head said who."""
    reason = _("Kierownik Twojej komórki powierzył to innym osobom. Poproś kierownika o uprawnienie.")
    if actor.system or actor.wears(HEAD.code):
        return True, reason
    if not actor.wears(*STAFF):
        return False, reason
    named = list(Power.objects.filter(unit__code=actor.key, capability=capability).values_list("hat", flat=True))
    return not named or (actor.hat is not None and actor.hat.pk in named), reason
