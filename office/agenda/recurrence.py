"""Repeated events: the days of a rule (RFC 5545, 3.3.10) within bounds, in the wall time of the office."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from law.calendar import add_months
from law.verdict import WARSAW

OCCURRENCES_MAX = 366
YEARS_MAX = 3
RULE_LENGTH = 300
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# An event happens at most once a day, so parts of a rule that divide a day are not taken.
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Unrepeatable(ValueError):
    """A rule that is not taken: "endless" (no end), "many" (too many days, or too far), "unreadable"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def composed(how: str, first: date, until: date) -> str:
    """The rule of a choice on the form, from the first day to the last one: `composed("weekly", …)`."""
    place = WEEKDAYS[first.weekday()]
    choice = {
        "daily": "FREQ=DAILY",
        "workdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "weekly": "FREQ=WEEKLY",
        "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
        "monthly": "FREQ=MONTHLY",
        "weekday": f"FREQ=MONTHLY;BYDAY={(first.day - 1) // 7 + 1}{place}",
        "yearly": "FREQ=YEARLY",
    }[how]
    return f"{choice};UNTIL={until:%Y%m%d}"


def how(rule: str, first: date) -> str:
    """The choice on the form that composed a rule; "own" for one that none did, "" for no rule."""
    if not rule:
        return ""
    until = last_day(rule)
    choices = ("daily", "workdays", "weekly", "fortnightly", "monthly", "weekday", "yearly")
    return next((each for each in choices if until and composed(each, first, until) == rule), "own")


def last_day(rule: str) -> date | None:
    """The day that a rule ends with, when it names one. Raises Unrepeatable."""
    until = _parts(rule).get("UNTIL")
    return _until(until).date() if until else None


def days(rule: str, first: datetime) -> list[date]:
    """The days on which an event that begins first at a wall time happens; the first one always does. Raises Unrepeatable."""
    if not rule:
        return [first.date()]
    parts = _parts(rule)
    if "UNTIL" not in parts and "COUNT" not in parts:
        raise Unrepeatable("endless")
    horizon = datetime.combine(add_months(first.date(), 12 * YEARS_MAX, roll=False), time.max)
    until = _until(parts["UNTIL"]) if "UNTIL" in parts else horizon
    if until > horizon:
        raise Unrepeatable("many")
    count = _whole(parts["COUNT"]) if "COUNT" in parts else OCCURRENCES_MAX
    if count > OCCURRENCES_MAX:
        raise Unrepeatable("many")
    bare = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    found = [first.date()]
    for moment in _moments(f"{bare};UNTIL={until:%Y%m%dT%H%M%S}", first):
        if moment.date() == found[-1]:
            continue
        if "COUNT" in parts and len(found) == count:
            break
        found.append(moment.date())
        if len(found) > OCCURRENCES_MAX:
            raise Unrepeatable("many")
    if "COUNT" in parts and "UNTIL" not in parts and len(found) < count:
        raise Unrepeatable("many")
    return found


def _moments(rule: str, first: datetime) -> list[datetime]:
    """The moments of a rule that ends; some faults show only when it is walked. Raises Unrepeatable."""
    try:
        return list(rrulestr(rule, dtstart=first))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise Unrepeatable("unreadable") from error


def _parts(rule: str) -> Mapping[str, str]:
    """The parts of a rule, by name. Raises Unrepeatable."""
    pairs = [part.partition("=") for part in rule.upper().split(";") if part]
    parts = {name.strip(): value.strip() for name, _sign, value in pairs}
    known = len(parts) == len(pairs) and parts.keys() <= PARTS and all(parts.values())
    if not known or len(rule) > RULE_LENGTH or parts.get("FREQ") not in FREQUENCIES:
        raise Unrepeatable("unreadable")
    _whole(parts.get("INTERVAL", "1"))
    return parts


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise Unrepeatable("unreadable")
    return int(text)


def _until(text: str) -> datetime:
    """The last moment of a rule in wall time: a day is whole, a moment with Z is of UTC."""
    try:
        if len(text) == 8:
            return datetime.combine(datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date(), time.max)
        moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise Unrepeatable("unreadable") from error
    return (moment.astimezone(WARSAW) if text.endswith("Z") else moment).replace(tzinfo=None)


def wall(moment: datetime) -> datetime:
    """A moment as the clock in the office shows it."""
    return moment.astimezone(WARSAW).replace(tzinfo=None)


def real(moment: datetime) -> datetime:
    """The moment of a wall time; one that the change to summer time leaves out is an hour later by the clock."""
    return moment.replace(tzinfo=WARSAW).astimezone(UTC)


def spans(rule: str, starts_at: datetime, ends_at: datetime) -> list[tuple[date, datetime, datetime]]:
    """Each day of a rule with when the event then begins and ends: the wall times stay across the change of clocks."""
    first, last = wall(starts_at), wall(ends_at)
    found = []
    for day in days(rule, first):
        begins = datetime.combine(day, first.time())
        start, end = real(begins), real(begins + (last - first))
        # Within the hour that the change leaves out, an event would end as it begins.
        found.append((day, start, end if end > start else start + (last - first)))
    return found


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
