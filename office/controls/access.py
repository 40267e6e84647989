"""Who sees the book of controls: those who keep it and the auditor all, a unit what was controlled in it or recommended to it."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.controls.models import Control, ControlFile, ControlQuerySet, Recommendation
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def keeps(actor: Actor) -> bool:
    """Whether the actor's unit keeps the book."""
    return bool(actor.system) or (actor.wears(*STAFF) and actor.key == settings.OFFICE["keepers"]["controls"])


def visible(actor: Actor, at: datetime) -> ControlQuerySet:
    """Controls, as above."""
    rows = Control.objects.select_related("unit")
    if keeps(actor) or actor.wears(AUDITOR.code):
        return rows
    if not actor.wears(*STAFF):
        return rows.none()
    told = Recommendation.objects.filter(owner__code=actor.key)
    return rows.filter(Q(unit__code=actor.key) | Q(pk__in=told.values("control")))


def recommendations(actor: Actor, at: datetime) -> QuerySet[Recommendation]:
    """What was recommended in the controls that the actor sees."""
    rows = Recommendation.objects.select_related("control", "owner")
    return rows.filter(control__in=visible(actor, at).order_by().values("pk"))


def files(actor: Actor, at: datetime) -> QuerySet[ControlFile]:
    """Papers of the controls that the actor sees."""
    return ControlFile.objects.filter(control__in=visible(actor, at).order_by().values("pk"))


def may_keep(actor: Actor, control: Control | None, at: datetime) -> tuple[bool, str]:
    """The unit that keeps the book writes in it."""
    return keeps(actor), _("Książkę kontroli prowadzi inna komórka urzędu.")


def may_judge(actor: Actor, recommendation: Recommendation, at: datetime) -> tuple[bool, str]:
    """As `may_keep`, for what was recommended."""
    return may_keep(actor, recommendation.control, at)


def may_execute(actor: Actor, recommendation: Recommendation, at: datetime) -> tuple[bool, str]:
    """The unit to which it was recommended says what it did; so do those who keep the book."""
    own = actor.wears(*STAFF) and actor.key == recommendation.owner.code
    return own or keeps(actor), _("Wykonanie wpisuje komórka, której dotyczy zalecenie.")
