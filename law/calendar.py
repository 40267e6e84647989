"""Counting terms: days, working days, weeks, months, as KPA art. 57 and the days-off act count them."""

import calendar
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

SATURDAY, SUNDAY = 5, 6


WEEKDAYS = ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela")


@dataclass(frozen=True, slots=True)
class AddedDay:
    """A day off that one act or regulation added: its name, where that was announced, how sure the reading is."""

    day: date
    name: str
    source: str
    mark: str

    @property
    def reason(self) -> str:
        """ "dzień wolny z powodu stanu epidemii (Dz.U. 2027 poz. 123)"."""
        return f"{self.name} ({self.source})"


def read(text: str) -> dict[date, AddedDay]:
    """The rows of days_off.toml by day. Raises ValueError for a day that is there twice."""
    found: dict[date, AddedDay] = {}
    for row in tomllib.loads(text).get("day_off", []):
        added = AddedDay(**row)
        if added.day in found:
            raise ValueError(f"{added.day} is there twice")
        found[added.day] = added
    return found


@cache
def added_days() -> Mapping[date, AddedDay]:
    """Days off added by an act or a regulation, from days_off.toml; a new one is a reviewed release, like a figure."""
    return read((Path(__file__).parent / "days_off.toml").read_text())


@cache
def _statutory(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("PL", years=year, language="pl"))


def is_day_off(day: date, *, extra: Collection[date] = ()) -> bool:
    """A statutory day off or a Sunday (DWP art. 1; 24 December since 2025); one added by regulation (art. 1a, days_off.toml).

    `extra` are further days that are supposed to be off.
    """
    return day.weekday() == SUNDAY or day in _statutory(day.year) or day in added_days() or day in extra


def is_working_day(day: date, *, extra: Collection[date] = ()) -> bool:
    """Neither a Saturday nor a day off."""
    return day.weekday() != SATURDAY and not is_day_off(day, extra=extra)


def rolled(day: date, *, extra: Collection[date] = ()) -> date:
    """The day itself, or the next one that is neither a day off nor a Saturday (KPA art. 57 § 4)."""
    while not is_working_day(day, extra=extra):
        day += timedelta(days=1)
    return day


def why_off(day: date, *, extra: Collection[date] = ()) -> str:
    """Why a day does not end a term: "Wigilia Bożego Narodzenia", "sobota", "niedziela"; empty for a working day."""
    if day in _statutory(day.year):
        return _statutory(day.year)[day]
    if day in added_days():
        return added_days()[day].reason
    if day.weekday() in (SATURDAY, SUNDAY):
        return WEEKDAYS[day.weekday()]
    return "dzień wolny ustanowiony rozporządzeniem" if day in extra else ""


def passed_over(day: date, *, extra: Collection[date] = ()) -> list[tuple[date, str]]:
    """The days over which a term that would end on `day` is moved, each with its reason; empty when it is not moved."""
    found = []
    while reason := why_off(day, extra=extra):
        found.append((day, reason))
        day += timedelta(days=1)
    return found


def add_days(event: date, n: int, *, roll: bool = True, extra: Collection[date] = ()) -> date:
    """The last day of a term of n days; the day of the event is not counted (KPA art. 57 § 1)."""
    end = event + timedelta(days=n)
    return rolled(end, extra=extra) if roll else end


def add_working_days(event: date, n: int, *, extra: Collection[date] = ()) -> date:
    """The n-th working day after the event."""
    day = event
    while n > 0:
        day += timedelta(days=1)
        n -= is_working_day(day, extra=extra)
    return day


def add_weeks(event: date, n: int, *, roll: bool = True, extra: Collection[date] = ()) -> date:
    """The same weekday n weeks later (KPA art. 57 § 2)."""
    return add_days(event, 7 * n, roll=roll, extra=extra)


def add_months(event: date, n: int, *, roll: bool = True, extra: Collection[date] = ()) -> date:
    """The day of the same number n months later, or the last of that month (KPA art. 57 § 3); n may be negative."""
    months = event.year * 12 + event.month - 1 + n
    year, month = divmod(months, 12)
    end = date(year, month + 1, min(event.day, calendar.monthrange(year, month + 1)[1]))
    return rolled(end, extra=extra) if roll else end


def last_working_day_before(day: date, *, extra: Collection[date] = ()) -> date:
    """The day itself when it is a working day, else the one before: for statutory dates that never move."""
    while not is_working_day(day, extra=extra):
        day -= timedelta(days=1)
    return day
