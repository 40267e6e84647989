"""Who sees the list of experts: staff; an expert sees themselves."""

from datetime import datetime

from django.db.models import QuerySet

from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Expert]:
    rows = Expert.objects.select_related("user")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    return rows.filter(public_id=actor.key) if actor.wears(EXPERT.code) else rows.none()
