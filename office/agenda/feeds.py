"""Events as iCalendar (RFC 5545): repeated ones by their rule in the time zone of the office, moved and cancelled times apart."""

from collections.abc import Iterable
from datetime import datetime, time

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, vRecur
from icalendar import Event as Component

from law.verdict import WARSAW
from office.agenda.models import Event, Occurrence
from office.agenda.presentation import Item, where, who
from office.agenda.recurrence import days, last_day, real, wall
from office.agenda.states import State

STATUS = {State.PLANNED: "TENTATIVE", State.CONFIRMED: "CONFIRMED", State.CANCELLED: "CANCELLED"}
NAME = "Europe/Warsaw"
# The rules of the office's time zone (Directive 2000/84/EC), for calendars that do not know it by name.
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Warsaw
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def _calendar(title: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.OFFICE['name']}//Pożytek//PL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", NAME)
    calendar.add_component(Timezone.from_ical(ZONE))
    return calendar


def of_events(events: Iterable[Event], *, title: str, at: datetime) -> bytes:
    """A calendar of events, each with its occurrences."""
    calendar = _calendar(title)
    for event in events:
        for component in _components(event, at):
            calendar.add_component(component)
    return bytes(calendar.to_ical())


def _components(event: Event, at: datetime) -> list[Component]:
    """An event, and one more for each of its times that was moved."""
    known = {each.day: each for each in event.occurrences.all()}
    main = _said(event, at)
    if not event.rule:
        for occurrence in known.values():
            _span(main, event, occurrence.starts_at, occurrence.ends_at)
            main.add("location", where(occurrence))
        return [main]
    _span(main, event, event.starts_at, event.ends_at)
    main.add("location", _place(event))
    main.add("rrule", _rule(event))
    off = [each for each in known.values() if each.cancelled_at]
    gone = [day for day in days(event.rule, wall(event.starts_at)) if day not in known]
    if out := sorted([each.day for each in off] + gone):
        main.add("exdate", [_begins(event, day) for day in out])
    return [main, *(_moved(event, each, at) for each in known.values() if each.moved and not each.cancelled_at)]


def _said(event: Event, at: datetime) -> Component:
    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", event.revision - 1)
    component.add("summary", event.title)
    component.add("status", STATUS[State(event.state)])
    component.add("categories", [event.get_kind_display()])
    component.add("description", _about(event))
    component.add("url", f"{settings.SITE_ADDRESS}/urzad/kalendarz/wydarzenia/{event.public_id}/")
    return component


def _about(event: Event) -> str:
    lines = [", ".join(who(event)), event.organiser and _("Organizator: %(name)s") % {"name": event.organiser}]
    return "\n".join(line for line in lines if line)


def _place(event: Event) -> str:
    return ", ".join(part for part in (event.room.name if event.room else "", event.place) if part)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(WARSAW)


def _span(component: Component, event: Event, starts_at: datetime, ends_at: datetime) -> None:
    if event.all_day:
        component.add("dtstart", wall(starts_at).date())
        component.add("dtend", wall(ends_at).date())
    else:
        component.add("dtstart", _local(starts_at))
        component.add("dtend", _local(ends_at))


def _begins(event: Event, day: object) -> object:
    """When the time of a day begins by the rule."""
    if event.all_day:
        return day
    moment = datetime.combine(day, wall(event.starts_at).time())  # type: ignore[arg-type]
    return moment.replace(tzinfo=WARSAW)


def _rule(event: Event) -> vRecur:
    """The rule; its end is a day for whole days and a moment of UTC for others, as the standard asks."""
    rule = vRecur.from_ical(event.rule)
    until = last_day(event.rule)
    if until:
        rule["UNTIL"] = [until if event.all_day else real(datetime.combine(until, time.max)).replace(microsecond=0)]
    return rule


def _moved(event: Event, occurrence: Occurrence, at: datetime) -> Component:
    component = _said(event, at)
    component.add("recurrence-id", _begins(event, occurrence.day))
    _span(component, event, occurrence.starts_at, occurrence.ends_at)
    component.add("location", where(occurrence))
    return component


def of_items(items: Iterable[Item], *, title: str, at: datetime) -> bytes:
    """A calendar of what was issued to everyone, time by time."""
    calendar = _calendar(title)
    for item in items:
        component = Component()
        component.add("uid", f"{item.occurrence}@{settings.OFFICE['website'].partition('://')[2]}")
        component.add("dtstamp", at)
        component.add("summary", item.title)
        component.add("status", "CONFIRMED")
        component.add("categories", [item.kind])
        if item.all_day:
            component.add("dtstart", wall(item.begins).date())
            component.add("dtend", wall(item.ends).date())
        else:
            component.add("dtstart", _local(item.begins))
            component.add("dtend", _local(item.ends))
        component.add("location", item.place)
        component.add("description", ", ".join(item.people))
        calendar.add_component(component)
    return bytes(calendar.to_ical())
