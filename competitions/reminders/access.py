"""Who sees which addresses refuse letters: staff and auditors; whose an alert is: the person's, and the holder's of its link."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.reminders.models import CallAlert
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from core.notices.models import RefusedAddress
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)
SIGNER = Signer(salt="competitions.reminders.alert", sep=".")


def refused(actor: Actor, at: datetime) -> QuerySet[RefusedAddress]:
    """Addresses that letters come back from."""
    rows = RefusedAddress.objects.all()
    return rows if actor.wears(*READERS) else rows.none()


def may_check(actor: Actor, address: RefusedAddress, at: datetime) -> tuple[bool, str]:
    """Staff have an address checked, when its owner says that it works."""
    return is_staff(actor), _("Adresy sprawdzają pracownicy urzędu.")


def own_alert(actor: Actor, at: datetime) -> CallAlert | None:
    """The actor's own alert of new calls, whatever the hat."""
    return CallAlert.objects.filter(user=actor.user).first() if actor.user else None


def signed(alert: CallAlert) -> str:
    """What a letter's link carries, so that nobody ends others' alerts by guessing."""
    return SIGNER.sign(alert.public_id)


def of_link(token: str) -> CallAlert | None:
    """The alert of a link; None for one that we did not sign, and for an alert that ended."""
    try:
        identifier = SIGNER.unsign(token)
    except BadSignature:
        return None
    return CallAlert.objects.filter(public_id=identifier).first()
