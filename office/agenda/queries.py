"""Reads of the calendar: clashes of people and rooms, the days of a span, what everyone may be told of a week, media contacts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat, User
from office.agenda.access import occurrences, visible
from office.agenda.models import Event, Occurrence, OccurrenceQuerySet, Visibility, Week
from office.agenda.presentation import Item
from office.agenda.recurrence import real, wall
from office.agenda.refusals import Clash
from office.agenda.states import WeekState
from office.registers.models import Entry
from office.structure.hats import STAFF

MEDIA = "media"


def clashes(event: Event, *, only: Occurrence | None = None, actor: Actor, at: datetime) -> list[Clash]:
    """What the times of an event (or one), already written in this transaction, overlap with: people first, then the room.

    Whoever may not see the other event learns only that the time is taken.
    """
    times = event.occurrences.filter(pk=only.pk) if only else event.occurrences.all()
    own = times.filter(cancelled_at=None, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    ends = times.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    others = Occurrence.objects.live().exclude(event=event)
    others = others.filter(ends_at__gt=ends["first"], starts_at__lt=ends["last"])
    seen = Exists(visible(actor, at).filter(pk=OuterRef("event")))
    busy = others.filter(Exists(own), event__people__in=event.people.all()).annotate(
        seen=seen, post=F("event__people__post"), who=F("event__people__full_name")
    )
    found = [
        _clash(each, f"{each.post} {each.who}".strip())
        for each in busy.select_related("event").order_by("starts_at", "pk")
    ]
    in_room = own.filter(room=OuterRef("room"))
    rooms = others.filter(Exists(in_room), room__isnull=False).annotate(seen=seen)
    return found + [
        _clash(each, str(each.room)) for each in rooms.select_related("event", "room").order_by("starts_at", "pk")
    ]


def _clash(occurrence: Any, who: str) -> Clash:
    title = occurrence.event.title if occurrence.seen else _("wydarzenie poufne")
    return Clash(who, title, occurrence.starts_at, occurrence.event.all_day)


def day_span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the midnight that begins a day to the one that ends another, by the clock in the office."""
    return real(datetime.combine(first, time.min)), real(datetime.combine(last + timedelta(days=1), time.min))


def within(actor: Actor, first: date, last: date, at: datetime) -> OccurrenceQuerySet:
    """Each time an event happens between two days, with its people."""
    rows = occurrences(actor, at).between(*day_span(first, last))
    return rows.prefetch_related("event__people")


def by_day(rows: Iterable[Occurrence], first: date, last: date) -> dict[date, list[Occurrence]]:
    """Every day of a span with what happens on it, whole days first; what lasts longer stands on each of its days."""
    found: dict[date, list[Occurrence]] = {
        first + timedelta(days=place): [] for place in range((last - first).days + 1)
    }
    for row in rows:
        day, end = wall(row.starts_at).date(), wall(row.last_moment).date()
        for each in found:
            if day <= each <= end:
                found[each].append(row)
    for items in found.values():
        items.sort(key=lambda row: (not row.event.all_day, row.starts_at))
    return found


def of_week(monday: date) -> OccurrenceQuerySet:
    """What of a week everyone may be told: times of public events that are to be."""
    rows = Occurrence.objects.live().filter(event__visibility=Visibility.PUBLIC)
    rows = rows.between(*day_span(monday, monday + timedelta(days=6)))
    return rows.select_related("event", "room").prefetch_related("event__people")


def still_public(identifiers: Iterable[str]) -> set[str]:
    """Which of these events may still be named to everyone."""
    rows = Event.objects.filter(public_id__in=identifiers, visibility=Visibility.PUBLIC)
    return set(rows.values_list("public_id", flat=True))


def issued_weeks(since: date) -> QuerySet[Week]:
    """Weeks issued, from the one of a day on."""
    return Week.objects.filter(state=WeekState.ISSUED, monday__gte=since - timedelta(days=6))


def media_addresses() -> list[str]:
    """The addresses of the register of media contacts, each once."""
    rows = Entry.objects.filter(register=MEDIA, cancelled_at=None).order_by("pk").values_list("particulars", flat=True)
    found = [str(each.get("email") or "").strip().lower() for each in rows]
    return list(dict.fromkeys(each for each in found if each))


def staff_people() -> QuerySet[User]:
    """Everyone who works in the office, in Polish order."""
    worn = Hat.objects.worn().filter(kind__in=STAFF)
    return User.objects.filter(pk__in=worn.values("user"), is_active=True).order_by("sort_key", "pk")


def known_uids(uids: Sequence[str]) -> set[str]:
    """Those that events already have."""
    return set(Event.objects.filter(uid__in=uids).values_list("uid", flat=True))


def since(actor: Actor, first: date, at: datetime) -> OccurrenceQuerySet:
    """Each time an event happens from a day on."""
    rows = occurrences(actor, at).filter(ends_at__gt=day_span(first, first)[0]).order_by("starts_at", "pk")
    return rows.prefetch_related("event__people")


def shown_to_all(rows: Sequence[Item]) -> list[Item]:
    """Issued items without those whose event is public no more."""
    named = still_public([each.event for each in rows])
    return [each for each in rows if each.event in named]
