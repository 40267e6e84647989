"""Who sees the links of people: each person their own; staff who look for experts, and auditors, everyone's."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.conflicts.models import Link, Source
from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from office.structure.access import is_staff


def links(actor: Actor, at: datetime) -> QuerySet[Link]:
    """Own links in the hat of an expert; staff and auditors see all."""
    rows = Link.objects.select_related("user", "organisation")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    if actor.wears(EXPERT.code) and actor.user:
        return rows.filter(user=actor.user)
    return rows.none()


def of_experts(actor: Actor, at: datetime) -> QuerySet[Expert]:
    """The experts whose links one may look into: staff and auditors, all."""
    rows = Expert.objects.select_related("user__statement")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.none()


def may_enter(actor: Actor, expert: Expert, at: datetime) -> tuple[bool, str]:
    """Staff enter what they learned of a person."""
    return is_staff(actor), _("Powiązania wpisują pracownicy urzędu i sama osoba.")


def may_change(actor: Actor, link: Link, at: datetime) -> tuple[bool, str]:
    """Who entered a link changes it: the person their own, staff those of the office."""
    own = link.source == Source.DECLARED and actor.user is not None and actor.user.pk == link.user_id
    return own or (link.source == Source.STAFF and is_staff(actor)), _(
        "Powiązanie zmienia ten, kto je wpisał: osoba swoje, urząd swoje."
    )
