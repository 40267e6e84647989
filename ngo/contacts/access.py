"""Who sees the other databases: institutions that work are public, the rest is for staff and the auditor."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from ngo.contacts.models import Institution, InstitutionQuerySet
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def is_inside(actor: Actor) -> bool:
    """Whether the actor reads the office's own data: staff and the auditor."""
    return is_staff(actor) or actor.wears(*READERS)


def visible(actor: Actor, at: datetime) -> InstitutionQuerySet:
    """The gate of institutions: those that work now for everyone, also closed ones for the office."""
    rows = Institution.objects.select_related("county", "commune__county")
    return rows if is_inside(actor) else rows.active(localdate(at))


def may_keep(actor: Actor, institution: Institution, at: datetime) -> tuple[bool, str]:
    """Staff keep the database."""
    return is_staff(actor), _("Bazę instytucji prowadzą pracownicy urzędu.")
