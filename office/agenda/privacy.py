"""People in the calendar: what is kept of those who prepare, and what ends after an event and after a function."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share
from office.agenda.models import Attendee, Event, Occurrence, Preparation, Visibility

GONE = "–"


def preparations(user: User) -> Rows:
    """What the person was to prepare."""
    return [
        {"co przygotować": each.what, "termin": each.due_on, "gotowe": each.done_at}
        for each in Preparation.objects.filter(owner=user).order_by("pk")
    ]


def own_events(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Events that the person prepares something for, as the read log knows them."""
    return {"office.event": Event.objects.filter(preparations__owner=user).values("public_id")}


def forget_owner(user: User, *, at: datetime) -> None:
    """What is to be prepared stays, without its owner."""
    Preparation.objects.filter(owner=user).update(owner=None)


def ended(before: datetime) -> "QuerySet[Event]":
    """Events that were over before a moment and still say what they were about: of public ones the title stays."""
    told = ~Q(matter="", note="", reason="")
    hidden = ~Q(visibility=Visibility.PUBLIC) & ~Q(title=GONE)
    return Event.objects.filter(told | hidden, last_ends_at__lt=before)


def forget(rows: Sequence[Event], *, at: datetime) -> None:
    found = Event.objects.filter(pk__in=[row.pk for row in rows])
    found.update(matter="", note="", reason="")
    found.exclude(visibility=Visibility.PUBLIC).update(title=GONE, organiser="", place="")
    Occurrence.objects.filter(event__in=[row.pk for row in rows]).update(reason="")


def left(before: datetime) -> "QuerySet[Attendee]":
    """Those whose function ended before a moment and who are still named."""
    return Attendee.objects.filter(ended_on__lt=localdate(before)).exclude(full_name=GONE)


def forget_attendees(rows: Sequence[Attendee], *, at: datetime) -> None:
    Attendee.objects.filter(pk__in=[row.pk for row in rows]).update(full_name=GONE)


PREPARATIONS = Share(
    _("Przygotowania do wydarzeń"), ("office.preparation.owner",), preparations, own_events, forget=forget_owner
)
ENDED_EVENTS = Rule(
    "events",
    _("Wydarzenia w kalendarzu"),
    _("sprawa, notatka i tytuł niepublicznego wydarzenia znikają"),
    ended,
    forget,
)
ENDED_ATTENDEES = Rule(
    "attendees", _("Osoby w kalendarzu"), _("nazwisko znika, funkcja zostaje"), left, forget_attendees
)
