"""Who records the Board's decision (staff) and who sees it (everyone, once the competition is resolved)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.awards.models import Award
from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from core.accounts.actor import Actor
from office.structure.access import is_staff

RESOLVED = (CompetitionState.RESOLVED, CompetitionState.SETTLED)


def visible(actor: Actor, at: datetime) -> QuerySet[Award]:
    """Awards of resolved competitions are public: name, task, amount (UDPP art. 15 ust. 2h)."""
    rows = Award.objects.select_related("offer__organisation", "offer__competition")
    return rows if is_staff(actor) else rows.filter(offer__competition__state__in=RESOLVED)


def resolved(actor: Actor, at: datetime) -> QuerySet[Competition]:
    """Competitions with public results."""
    return Competition.objects.filter(state__in=RESOLVED).select_related("case", "decision", "unit")


def may_resolve(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff record the Board's decision."""
    return is_staff(actor), _("Decyzję Zarządu odnotowują pracownicy urzędu.")
