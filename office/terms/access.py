"""For whom a person stands in, which late terms were shown to them; who sees and enters absences: people of the unit, their head."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import User
from office.structure.hats import HEAD, STAFF
from office.terms.models import Absence, AbsenceQuerySet, Escalation


def stood_in_by(user: User, on: date) -> "QuerySet[Absence, Any]":
    """Ids of those for whom a person stands in on a day, also for an absent deputy of theirs; a subquery, no query of its own."""
    direct = Absence.objects.valid(on).filter(deputy=user).order_by().values("user")
    away = Absence.objects.valid(on).filter(Q(deputy=user) | Q(deputy__in=direct))
    return away.order_by().values("user")


def told_to(user: User, source: str) -> "QuerySet[Escalation, Any]":
    """Refs of the things of a source whose late term was shown to a person; a subquery."""
    return Escalation.objects.filter(user=user, source=source).values("ref")


def visible(actor: Actor, at: datetime) -> AbsenceQuerySet:
    """Absences of the unit that stand: its head sees all, others their own and those in which they stand in."""
    rows = Absence.objects.standing().select_related("user", "deputy", "unit")
    if actor.system:
        return rows
    if not actor.wears(*STAFF):
        return rows.none()
    rows = rows.filter(unit__code=actor.key)
    return rows if actor.wears(HEAD.code) else rows.filter(Q(user=actor.user) | Q(deputy=actor.user))


def may_call_off(actor: Actor, absence: Absence, at: datetime) -> tuple[bool, str]:
    """One's own, or of somebody of one's unit."""
    allowed = actor.wears(HEAD.code) or absence.user == actor.user
    return allowed, _("Nieobecność odwołuje osoba, której dotyczy, albo kierownik komórki.")
