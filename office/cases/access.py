"""Who sees cases: the staff of their unit, the director and the auditor; who keeps the file plan: heads of units."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.cases.models import Case, CaseQuerySet, FileClass
from office.structure.hats import DIRECTOR, HEAD, STAFF

READERS = (*STAFF, DIRECTOR.code, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> CaseQuerySet:
    """Cases of the actor's unit, with those it took over; all for the director, the auditor and system actors."""
    rows = Case.objects.select_related("unit__successor", "officer", "group").judged(localdate(at))
    if actor.system or actor.wears(DIRECTOR.code, AUDITOR.code):
        return rows
    return rows.filter(_of(actor)) if actor.wears(*STAFF) else rows.none()


def _of(actor: Actor) -> Q:
    """Cases of the actor's unit, and of those whose functions it took over."""
    return Q(unit__code=actor.key) | Q(unit__successor__code=actor.key)


def may_keep(actor: Actor, case: Case, at: datetime) -> tuple[bool, str]:
    """The staff of the unit keep its cases."""
    return actor.wears(*STAFF) and actor.key == case.unit.serving.code, _("Sprawę prowadzą pracownicy jej komórki.")


def may_cancel(actor: Actor, case: Case, at: datetime) -> tuple[bool, str]:
    """The head of the unit cancels a number."""
    return actor.wears(HEAD.code) and actor.key == case.unit.serving.code, _("Numer sprawy anuluje kierownik komórki.")


def classes(actor: Actor, at: datetime) -> QuerySet[FileClass]:
    """The file plan is read by staff, the director and the auditor."""
    rows = FileClass.objects.all()
    return rows if actor.system or actor.wears(*READERS) else rows.none()


def may_keep_plan(actor: Actor, obj: FileClass | None, at: datetime) -> tuple[bool, str]:
    """Heads keep the file plan."""
    return actor.wears(HEAD.code), _("Wykaz akt prowadzą kierownicy komórek.")
