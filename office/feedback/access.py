"""Who reads remarks: staff, the administrator and the auditor; who answers: staff and the administrator."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import ADMINISTRATOR, AUDITOR
from office.feedback.models import Feedback, FeedbackQuerySet
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, ADMINISTRATOR.code, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> FeedbackQuerySet:
    """All remarks for those who read them, none for others: they carry contact data."""
    rows = Feedback.objects.judged(localdate(at))
    return rows if is_staff(actor) or actor.wears(*READERS) else rows.none()


def may_answer(actor: Actor, feedback: Feedback, at: datetime) -> tuple[bool, str]:
    """Staff and the administrator answer."""
    allowed = is_staff(actor) or actor.wears(ADMINISTRATOR.code)
    return allowed, _("Na uwagi odpowiadają pracownicy urzędu.")
