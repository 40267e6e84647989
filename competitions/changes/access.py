"""Who changes an announced competition: staff; cancelling and calling off rest on a Board resolution."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.changes.models import Change
from core.accounts.actor import Actor
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Change]:
    """Changes of the competitions that the actor sees."""
    rows = Change.objects.select_related("competition", "resolution", "subtask")
    return rows.filter(competition__in=visible_competitions(actor, at))


def may_change(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff record what the authority decided."""
    return is_staff(actor), _("Zmiany ogłoszenia odnotowują pracownicy urzędu.")
