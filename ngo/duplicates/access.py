"""Who sees and settles duplicates: staff; an auditor reads."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from ngo.duplicates.models import Merge
from office.structure.access import is_staff


def reads(actor: Actor) -> bool:
    """Whether the actor sees what may be a duplicate."""
    return is_staff(actor) or actor.wears("auditor")


def merges(actor: Actor, at: datetime) -> QuerySet[Merge]:
    """What was merged: staff and auditors see it."""
    rows = Merge.objects.select_related("kept", "absorbed", "merged_by", "undone_by")
    return rows if reads(actor) else rows.none()


def may_settle(actor: Actor, subject: Any, at: datetime) -> tuple[bool, str]:
    """Staff merge records, undo it, and say that two are not one."""
    return is_staff(actor), _("Duplikaty rozstrzygają pracownicy urzędu.")
