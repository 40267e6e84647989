"""Who sees a competition: everyone once it is announced, staff and auditors before; who prepares it: staff."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from core.accounts.actor import Actor
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Competition]:
    """Announced competitions for everyone; those being prepared for staff and auditors."""
    rows = Competition.objects.select_related("unit", "task__programme", "case", "announcement", "decision")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.announced()


def may_prepare(actor: Actor, competition: Competition | None, at: datetime) -> tuple[bool, str]:
    """Staff prepare; an approved competition refuses in words, with what was typed still on the page."""
    return is_staff(actor), _("Konkurs przygotowują pracownicy urzędu.")


def may_advance(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Staff record decisions and publications of a competition."""
    return is_staff(actor), _("Decyzje o konkursie odnotowują pracownicy urzędu.")
