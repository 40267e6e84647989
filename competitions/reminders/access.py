"""Who sees which addresses refuse letters: staff and auditors; staff have one checked."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from core.notices.models import RefusedAddress
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def refused(actor: Actor, at: datetime) -> QuerySet[RefusedAddress]:
    """Addresses that letters come back from."""
    rows = RefusedAddress.objects.all()
    return rows if actor.wears(*READERS) else rows.none()


def may_check(actor: Actor, address: RefusedAddress, at: datetime) -> tuple[bool, str]:
    """Staff have an address checked, when its owner says that it works."""
    return is_staff(actor), _("Adresy sprawdzają pracownicy urzędu.")
