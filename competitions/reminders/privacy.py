"""Reminders and whom they were given: what is kept of a person."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from competitions.reminders.models import CallAlert, Kind, Reminder, ReminderChoice
from competitions.reminders.queries import choices
from core.accounts.models import User
from core.privacy.shares import Rows, Share


def reminders(user: User) -> Rows:
    """What one was reminded of, and what one chose."""
    given = Reminder.objects.filter(user=user).select_related("offer").order_by("pk")
    rows = [{"kiedy": each.given_at, "oferta": each.offer.title, "o czym": each.get_kind_display()} for each in given]
    chosen = [{"przypomnienie": str(Kind(kind).label), "e-mailem": value} for kind, value in choices(user).items()]
    alerts = [
        {"listy o nowych konkursach": True, "sfery": each.spheres, "powiaty": each.counties}
        for each in CallAlert.objects.filter(user=user)
    ]
    return [*rows, *chosen, *alerts]


def forget(user: User, *, at: datetime) -> None:
    """Nothing relies on them: the ledger of the offer keeps that somebody was reminded."""
    Reminder.objects.filter(user=user).delete()
    ReminderChoice.objects.filter(user=user).delete()
    CallAlert.objects.filter(user=user).delete()


REMINDERS = Share(
    _("Przypomnienia"),
    ("competitions.reminder.user", "competitions.reminderchoice.user", "competitions.callalert.user"),
    reminders,
    forget=forget,
)
