"""The calendar of the office: a month before and after today, its lists for the media, what is prepared."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.demo.timeline import ago
from law.calendar import is_working_day
from law.verdict import WARSAW
from office.agenda.actions import events, places, preparations, weeks
from office.agenda.models import Attendee, Event, Room
from office.agenda.presentation import digest, items
from office.agenda.queries import of_week
from office.agenda.recurrence import composed, week_of
from office.registers.actions import enter
from office.registers.schema import registers
from office.structure.models import Unit


def plan(play: Play) -> None:
    """The secretariat plans, the press office tells the media, the assistants prepare."""
    data = script("agenda")
    at = play.at(ago(play.today, 40))
    planner = play.actors["planner"]
    people = {row["key"]: _attendee(play, row, number) for number, row in enumerate(data["attendee"])}
    rooms = {row["name"]: places.add_room(row, actor=planner, at=at) for row in data["room"]}
    for row in data["newsroom"]:
        values = {**row, "confirmed": at.date().isoformat()}
        enter(registers()["media"], values, actor=play.actors["press"], at=at)
    made = {row["title"]: _event(play, row, people, rooms) for row in data["event"]}
    for monday, back in ((week_of(play.today - timedelta(days=7))[0], 11), (week_of(play.today)[0], 4)):
        _issue(play, monday, at=play.at(ago(play.today, back), 12))
    weeks.draft(play.today + timedelta(days=7), actor=play.actors["planner"], at=play.at(ago(play.today, 1), 9))
    _change(play, data["event"], made)


def _attendee(play: Play, row: Mapping[str, Any], number: int) -> Attendee:
    values = {"post": row["post"], "full_name": row["full_name"], "unit": Unit.objects.get(code=row["unit"])}
    at = play.at(ago(play.today, 40))
    return places.add_attendee({**values, "order": 10 * number}, actor=play.actors["planner"], at=at)


def _day(play: Play, offset: int) -> date:
    day = play.today + timedelta(days=offset)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _event(play: Play, row: Mapping[str, Any], people: Mapping[str, Attendee], rooms: Mapping[str, Room]) -> Event:
    day = _day(play, row["day"])
    begins, ends = row.get("hours", (0, 0))
    starts_at = datetime.combine(day, time(begins), WARSAW)
    ends_at = starts_at.replace(hour=ends) if "hours" in row else starts_at + timedelta(days=row["whole"])
    visibility = "public" if row.get("public") else "unit" if row.get("confidential") else "office"
    repeats = row.get("repeats", "")
    values = {
        "kind": row["kind"],
        "title": row["title"],
        "matter": "",
        "note": "",
        "all_day": "whole" in row,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "rule": composed(repeats, day, day + timedelta(days=row["lasts"])) if repeats else "",
        "people": [people[key] for key in row["people"]],
        "room": rooms.get(row.get("room", "")),
        "place": row.get("place", ""),
        "organiser": row.get("organiser", ""),
        "unit": Unit.objects.get(code="KMII"),
        "visibility": visibility,
        "press": row.get("press", False),
    }
    planner, at = play.actors["planner"], play.at(ago(play.today, 30), 10)
    event = events.enter(values, override="Termin uzgodniony z osobami", actor=planner, at=at)
    if row["day"] < 9:
        events.confirm(event, actor=planner, at=play.at(ago(play.today, 25), 11))
    if "cancelled" in row:
        events.cancel(event, reason=row["cancelled"], actor=planner, at=play.at(ago(play.today, 2), 15))
    else:
        _prepare(play, event, late=row["day"] < 0)
    return event


def _prepare(play: Play, event: Event, *, late: bool) -> None:
    """The usual things; those of past events are done, of the others each second one has its owner."""
    assistant, at = play.actors["assistant"], play.at(ago(play.today, 25), 12)
    for number, row in enumerate(preparations.add_usual(event, actor=assistant, at=at)):
        if late:
            preparations.do(row, actor=assistant, at=at)
        elif number % 2 == 0:
            who = play.actors["press" if "ezy" in row.what or "mediów" in row.what else "assistant"].user
            preparations.revise(row, what=row.what, owner=who, due_on=row.due_on, actor=assistant, at=at)


def _issue(play: Play, monday: date, *, at: datetime) -> None:
    """The list of a week goes out, when anything of the week is public."""
    press = play.actors["press"]
    said = items(of_week(monday))
    if said:
        week = weeks.draft(monday, actor=play.actors["planner"], at=at)
        weeks.approve(week, seen=digest(said), actor=press, at=at)
        weeks.issue(week, actor=press, at=at)
        play.jobs(at)


def _change(play: Play, rows: list[Mapping[str, Any]], made: Mapping[str, Event]) -> None:
    """An event of an issued week begins later: the list waits to be issued with the change."""
    at = play.at(ago(play.today, 1), 14)
    for row in rows:
        if hours := row.get("moved"):
            one = made[row["title"]].occurrences.get()
            later = timedelta(hours=hours)
            events.move_occurrence(
                one,
                starts_at=one.starts_at + later,
                ends_at=one.ends_at + later,
                room=one.room,
                override="Uzgodniono z biurem prasowym",
                actor=play.actors["planner"],
                at=at,
            )
