"""Reading an iCalendar file that somebody brings: bounded, only its events, everything else of it left aside."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.files.refusals import RefusedFile
from core.web.templatetags.polish import number_text
from law.verdict import WARSAW
from office.agenda.recurrence import Unrepeatable, days, real, wall

BYTES_MAX = 1024 * 1024
LINES_MAX = 20_000
LINE_MAX = 10_000
EVENTS_MAX = 500
OCCURRENCES_MAX = 5_000
DEPTH_MAX = 4
YEARS = (2000, 2100)
FAULTS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event of a file, with the days that it leaves out and the times it moves."""

    uid: str
    title: str
    place: str
    note: str
    all_day: bool
    starts_at: datetime
    ends_at: datetime
    rule: str
    out: frozenset[date] = frozenset()
    moved: dict[date, tuple[datetime, datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrongEvent:
    """An event of a file that is not taken, and why."""

    title: str
    reason: str


def read(content: bytes) -> tuple[list[ReadEvent], list[WrongEvent]]:
    """The events of a file, and those that are not taken. Raises RefusedFile; nothing of a refused file is worked on further."""
    lines = _events_alone(_lines(_text(content)))
    try:
        calendar = Calendar.from_ical("\r\n".join(lines))
        parts = [(each, _plain(each.get("SUMMARY"), 200) or _("(bez tytułu)")) for each in calendar.walk("VEVENT")]
    except FAULTS as error:
        raise RefusedFile(
            _("Pliku nie da się odczytać jako kalendarza iCalendar. Wyeksportuj go jeszcze raz.")
        ) from error
    good: dict[str, ReadEvent] = {}
    wrong: list[WrongEvent] = []
    for part, title in parts:
        if "RECURRENCE-ID" in part or str(part.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            event = _event(part, title)
        except _Wrong as fault:
            wrong.append(WrongEvent(title, str(fault)))
            continue
        if event.uid in good:
            wrong.append(WrongEvent(title, _("To samo UID stoi w pliku dwa razy.")))
        good.setdefault(event.uid, event)
    for part, title in parts:
        if "RECURRENCE-ID" in part and (known := good.get(_plain(part.get("UID"), 255))):
            try:
                good[known.uid] = _with_exception(known, part)
            except _Wrong as fault:
                wrong.append(WrongEvent(title, str(fault)))
    if sum(len(days(each.rule, wall(each.starts_at))) for each in good.values()) > OCCURRENCES_MAX:
        raise RefusedFile(
            _("Plik ma razem więcej niż %(n)s terminów. Podziel go na mniejsze.")
            % {"n": number_text(OCCURRENCES_MAX, 0)}
        )
    return list(good.values()), wrong


class _Wrong(Exception):
    """Why one event is not taken."""


def _text(content: bytes) -> str:
    if len(content) > BYTES_MAX:
        raise RefusedFile(_("Plik jest za duży: kalendarz może mieć najwyżej 1 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFile(
            _("Plik nie jest tekstem w kodowaniu UTF-8. Wyeksportuj kalendarz w tym kodowaniu.")
        ) from error
    if "\0" in text:
        raise RefusedFile(_("Plik ma znaki, których kalendarz nie może mieć. Wyeksportuj go jeszcze raz."))
    return text


def _lines(text: str) -> list[str]:
    """Lines with those folded over several joined again."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(raw) > LINES_MAX:
        raise RefusedFile(
            _("Plik jest za długi: kalendarz może mieć najwyżej %(n)s wierszy.") % {"n": number_text(LINES_MAX, 0)}
        )
    found: list[list[str]] = []
    for line in raw:
        if line[:1] in (" ", "\t") and found:
            found[-1].append(line[1:])
        elif line.strip():
            found.append([line])
    joined = ["".join(parts) for parts in found]
    if any(len(line) > LINE_MAX for line in joined):
        raise RefusedFile(_("Plik ma zbyt długi wiersz. Skróć opisy wydarzeń."))
    return joined


def _events_alone(lines: list[str]) -> Iterator[str]:
    """The events and nothing within or beside them: alarms, zones with rules of their own, tasks are left aside."""
    stack: list[str] = []
    count = 0
    kept: list[str] = []
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise RefusedFile(_("To nie jest plik iCalendar (.ics): powinien zaczynać się od BEGIN:VCALENDAR."))
    for line in lines:
        name, _colon, value = line.strip().partition(":")
        if name.upper() == "BEGIN":
            stack.append(value.strip().upper())
            count += stack[1:] == ["VEVENT"]
        if len(stack) > DEPTH_MAX or count > EVENTS_MAX:
            raise RefusedFile(
                _("Plik ma za dużo wydarzeń albo jest źle zbudowany: najwyżej %(n)s wydarzeń.") % {"n": EVENTS_MAX}
            )
        if stack in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            kept.append(line)
        if name.upper() == "END" and (not stack or stack.pop() != value.strip().upper()):
            raise RefusedFile(_("Plik jest uszkodzony: brakuje w nim części. Wyeksportuj kalendarz jeszcze raz."))
    if stack:
        raise RefusedFile(_("Plik jest ucięty: brakuje jego końca. Wyeksportuj kalendarz jeszcze raz."))
    return iter(kept)


def _plain(value: Any, length: int) -> str:
    """A value as one line of text."""
    first = value[0] if isinstance(value, list) and value else value
    text = "".join(char if char.isprintable() else " " for char in str(first or ""))
    return " ".join(text.split())[:length]


def _event(part: Any, title: str) -> ReadEvent:
    uid = _plain(part.get("UID"), 256)
    if not uid or len(uid) > 255:
        raise _Wrong(_("Wydarzenie nie ma UID, po którym rozpoznajemy, czy już je wczytano."))
    all_day, starts_at, ends_at = _span(part)
    rule = _rule(part)
    if "RDATE" in part:
        raise _Wrong(_("Dodatkowych terminów (RDATE) nie wczytujemy. Wpisz je jako osobne wydarzenia."))
    try:
        days(rule, wall(starts_at))
    except Unrepeatable as fault:
        raise _Wrong(
            {
                "endless": _("Powtarza się bez końca. Ustaw w swoim kalendarzu ostatni dzień powtarzania."),
                "many": _("Powtarza się za długo: najwyżej 366 terminów i 3 lata."),
                "unreadable": _("Reguły powtarzania nie da się odczytać."),
            }[fault.code]
        ) from fault
    note = _plain(part.get("DESCRIPTION"), 2000)
    return ReadEvent(
        uid, title, _plain(part.get("LOCATION"), 200), note, all_day, starts_at, ends_at, rule, frozenset(_out(part))
    )


def _rule(part: Any) -> str:
    rule = part.get("RRULE")
    if rule is None:
        return ""
    if isinstance(rule, list):
        raise _Wrong(_("Wydarzenie ma kilka reguł powtarzania. Zostaw jedną."))
    try:
        return str(rule.to_ical().decode())
    except FAULTS as error:
        raise _Wrong(_("Reguły powtarzania nie da się odczytać.")) from error


def _out(part: Any) -> Iterator[date]:
    """Days that a rule leaves out."""
    found = part.get("EXDATE")
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        try:
            times = list(getattr(group, "dts", ()))
        except FAULTS as error:
            raise _Wrong(_("Odwołanego terminu nie da się odczytać.")) from error
        yield from (wall(_moment(each)).date() for each in times)


def _span(part: Any) -> tuple[bool, datetime, datetime]:
    start = part.get("DTSTART")
    if start is None or isinstance(start, list):
        raise _Wrong(_("Wydarzenie nie ma początku."))
    all_day = not isinstance(_value(start), datetime)
    starts_at = _moment(start)
    end, lasts = part.get("DTEND"), part.get("DURATION")
    if end is not None and not isinstance(end, list):
        ends_at = _moment(end)
    elif lasts is not None and isinstance(_value(lasts), timedelta):
        try:
            ends_at = starts_at + _value(lasts)
        except OverflowError as error:
            raise _Wrong(_("Wydarzenie trwa za długo.")) from error
    else:
        ends_at = real(wall(starts_at) + timedelta(days=1)) if all_day else starts_at + timedelta(hours=1)
    if ends_at <= starts_at:
        raise _Wrong(_("Wydarzenie kończy się, zanim się zacznie."))
    if ends_at - starts_at > timedelta(days=366):
        raise _Wrong(_("Wydarzenie trwa za długo."))
    return all_day, starts_at, ends_at


def _value(prop: Any) -> Any:
    """The value of a property of time; nothing for one that cannot be read."""
    try:
        return getattr(prop, "dt", getattr(prop, "td", None))
    except FAULTS:
        return None


def _moment(prop: Any) -> datetime:
    """The moment of a property: a day begins at midnight in the office, a time without a zone is of its clock. Raises _Wrong."""
    value = _value(prop)
    zone = str(getattr(prop, "params", {}).get("TZID", ""))
    if isinstance(value, datetime):
        if not YEARS[0] <= value.year <= YEARS[1]:
            raise _Wrong(_("Wydarzenie leży poza latami 2000–2100."))
        if value.tzinfo is None:
            return value.replace(tzinfo=_zone(zone))
        return value
    if isinstance(value, date) and YEARS[0] <= value.year <= YEARS[1]:
        return real(datetime.combine(value, time.min))
    raise _Wrong(_("Wydarzenie nie ma dnia, który da się odczytać, w latach 2000–2100."))


def _zone(name: str) -> ZoneInfo:
    if not name:
        return WARSAW
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (*FAULTS, OSError) as error:
        raise _Wrong(_("Nie znamy strefy czasowej „%(name)s”.") % {"name": name[:60]}) from error


def _with_exception(event: ReadEvent, part: Any) -> ReadEvent:
    """The event with one of its times moved or left out."""
    day = wall(_moment(part.get("RECURRENCE-ID"))).date()
    if str(part.get("STATUS", "")).upper() == "CANCELLED":
        return replace(event, out=event.out | {day})
    _all_day, starts_at, ends_at = _span(part)
    return replace(event, moved={**event.moved, day: (starts_at, ends_at)})
