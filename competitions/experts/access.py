"""Who sees the list of experts: staff and auditors; an expert sees themselves."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.experts.hats import EXPERT
from competitions.experts.models import Absence, Expert
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> QuerySet[Expert]:
    """All experts for staff and auditors, one's own entry for an expert."""
    rows = Expert.objects.select_related("user")
    if is_staff(actor) or actor.wears(AUDITOR.code):
        return rows
    return rows.filter(public_id=actor.key) if actor.wears(EXPERT.code) else rows.none()


def own(actor: Actor, at: datetime) -> Expert:
    """The entry of who acts as an expert. Raises Expert.DoesNotExist for anybody else."""
    rows = visible(actor, at) if actor.wears(EXPERT.code) else Expert.objects.none()
    return rows.get()


def absences(actor: Actor, at: datetime) -> QuerySet[Absence]:
    """Absences of the experts that the actor sees."""
    return Absence.objects.filter(expert__in=visible(actor, at)).select_related("expert__user")


def may_keep(actor: Actor, expert: Expert, at: datetime) -> tuple[bool, str]:
    """Staff keep the list."""
    return is_staff(actor), _("Listę ekspertów prowadzą pracownicy urzędu.")


def may_keep_own(actor: Actor, expert: Expert, at: datetime) -> tuple[bool, str]:
    """An expert keeps their limit and days away."""
    own = actor.wears(EXPERT.code) and expert.public_id == actor.key
    return own, _("Dostępność i limit zmienia ekspert.")


def may_drop(actor: Actor, absence: Absence, at: datetime) -> tuple[bool, str]:
    """The expert or staff."""
    allowed = is_staff(actor) or may_keep_own(actor, absence.expert, at)[0]
    return allowed, _("Nieobecność usuwa ekspert albo pracownik urzędu.")
