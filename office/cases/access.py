"""Who sees cases: the staff of their unit and the auditor; who keeps the file plan: heads of units."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.cases.models import Case, CaseQuerySet, FileClass
from office.structure.hats import HEAD, STAFF

READERS = (*STAFF, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> CaseQuerySet:
    """Cases of the actor's unit; all for the auditor and for system actors."""
    rows = Case.objects.select_related("unit", "officer", "group").judged(localdate(at))
    if actor.system or actor.wears(AUDITOR.code):
        return rows
    return rows.filter(unit__code=actor.key) if actor.wears(*STAFF) else rows.none()


def may_keep(actor: Actor, case: Case, at: datetime) -> tuple[bool, str]:
    """The staff of the unit keep its cases."""
    return actor.wears(*STAFF) and actor.key == case.unit.code, _("Sprawę prowadzą pracownicy jej komórki.")


def may_cancel(actor: Actor, case: Case, at: datetime) -> tuple[bool, str]:
    """The head of the unit cancels a number."""
    return actor.wears(HEAD.code) and actor.key == case.unit.code, _("Numer sprawy anuluje kierownik komórki.")


def classes(actor: Actor, at: datetime) -> QuerySet[FileClass]:
    """The file plan is read by staff and the auditor."""
    rows = FileClass.objects.all()
    return rows if actor.system or actor.wears(*READERS) else rows.none()


def may_keep_plan(actor: Actor, obj: FileClass | None, at: datetime) -> tuple[bool, str]:
    """Heads keep the file plan."""
    return actor.wears(HEAD.code), _("Wykaz akt prowadzą kierownicy komórek.")
