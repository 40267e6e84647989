"""Who sees an annual report: everyone once it is submitted, staff before."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.annual.models import AnnualReport
from competitions.annual.states import State
from core.accounts.actor import Actor
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[AnnualReport]:
    rows = AnnualReport.objects.select_related("programme", "resolution")
    return rows if is_staff(actor) or actor.wears("auditor") else rows.filter(state=State.SUBMITTED)


def may_manage(actor: Actor, report: AnnualReport | None, at: datetime) -> tuple[bool, str]:
    """Staff prepare, freeze and submit."""
    return is_staff(actor), _("Sprawozdanie roczne przygotowują pracownicy urzędu.")
