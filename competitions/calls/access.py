"""Who sees a competition: everyone once it is announced, staff and auditors before; who prepares it: staff."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State
from core.accounts.actor import Actor
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Competition]:
    """Announced competitions for everyone; those being prepared for staff and auditors."""
    rows = Competition.objects.select_related("unit", "task__programme", "case", "announcement", "decision")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.announced()


def may_prepare(actor: Actor, competition: Competition | None, at: datetime) -> tuple[bool, str]:
    """Staff prepare a competition while it is a draft."""
    if not is_staff(actor):
        return False, _("Konkurs przygotowują pracownicy urzędu.")
    editable = competition is None or competition.state == State.DRAFT
    return editable, _("Konkurs można zmieniać tylko przed zatwierdzeniem. Najpierw cofnij go do przygotowania.")


def may_advance(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff record decisions and publications of a competition."""
    return is_staff(actor), _("Decyzje o konkursie odnotowują pracownicy urzędu.")
