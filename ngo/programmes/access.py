"""Who sees a programme: everyone once it is published, staff before; who changes it: staff."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from ngo.programmes.models import Programme
from ngo.programmes.states import State
from office.structure.access import is_staff

OPEN_TO_ALL = (State.PUBLISHED, State.REPORTED)


def visible(actor: Actor, at: datetime) -> QuerySet[Programme]:
    """Published programmes for everyone, all of them for staff and auditors."""
    rows = Programme.objects.select_related("proposal", "adoption")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.filter(state__in=OPEN_TO_ALL)


def may_edit(actor: Actor, programme: Programme, at: datetime) -> tuple[bool, str]:
    """Staff edit a draft; a programme that went on refuses in words, with what was typed still on the page."""
    return is_staff(actor), _("Program przygotowują pracownicy urzędu.")


def may_advance(actor: Actor, programme: Programme, at: datetime) -> tuple[bool, str]:
    """Staff record what the Board and the assembly decided."""
    return is_staff(actor), _("Decyzje o programie odnotowują pracownicy urzędu.")
