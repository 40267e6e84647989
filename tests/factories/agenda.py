"""People, rooms and events of the calendar, with values that a test changes."""

from datetime import datetime
from typing import Any

from law.verdict import WARSAW
from office.agenda.models import Attendee, Room
from office.structure.mandate import read
from office.structure.models import Unit
from office.structure.reference import SOURCE


def units() -> None:
    """The units of the office, without their tasks; those that are there stay."""
    published = read(SOURCE.read_text()).units
    rows = [
        Unit(code=each.symbol.replace(" ", ""), symbol=each.symbol, name=each.name, order=order)
        for order, each in enumerate(published)
    ]
    Unit.objects.bulk_create(rows, ignore_conflicts=True)


def clock(day: int, hour: int = 10, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment by the clock in Łódź."""
    return datetime(year, month, day, hour, minute, tzinfo=WARSAW)


def attendee(post: str = "Marszałek", *, unit: str = "KMV", **more: Any) -> Attendee:
    """Somebody whose calendar is kept, served by a unit."""
    values = {"full_name": "Żaneta Łęcka", "unit": Unit.objects.get(code=unit), **more}
    return Attendee.objects.create(post=post, **values)


def room(name: str = "Sala kolumnowa") -> Room:
    return Room.objects.create(name=name, place="I piętro", seats=40)


def planned(**more: Any) -> dict[str, Any]:
    """What a form says of an event: a meeting on Tuesday 24 November 2026 from 10:00 to 11:00, seen in the office."""
    values: dict[str, Any] = {
        "kind": "meeting",
        "title": "Spotkanie z wójtami",
        "matter": "",
        "all_day": False,
        "starts_at": clock(24, 10),
        "ends_at": clock(24, 11),
        "rule": "",
        "people": [],
        "room": None,
        "place": "",
        "organiser": "",
        "unit": None,
        "visibility": "office",
        "press": False,
        "note": "",
        **more,
    }
    return {**values, "unit": values["unit"] or Unit.objects.get(code="KMII")}
