"""The calendar in words: spans of time, the items of a week as everyone is told them, what changed between two editions."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit.ledger import canonical
from core.web.templatetags.polish import data, data_godzina
from office.agenda.models import Event, Occurrence, Preparation, Visibility, Week
from office.agenda.recurrence import wall
from office.agenda.states import State


def hours(starts_at: datetime, ends_at: datetime, *, all_day: bool) -> str:
    """When on its day: "10:00–11:30", "cały dzień"; over days with the days."""
    first, last = wall(starts_at), wall(ends_at - timedelta(microseconds=1))
    one_day = first.date() == last.date()
    if all_day:
        return _("cały dzień") if one_day else _("do %(day)s") % {"day": date_format(last.date(), "j E")}
    end = wall(ends_at)
    until = f"{end:%H:%M}" if one_day else f"{end:%H:%M}, {date_format(end.date(), 'j E')}"
    return f"{first:%H:%M}–{until}"


def span(first: date, last: date) -> str:
    """Two days in words: "23–29 listopada 2026 r.", "28 grudnia 2026 r. – 3 stycznia 2027 r."."""
    if first.year != last.year:
        return f"{data(first)} – {data(last)}"
    if first.month != last.month:
        return f"{date_format(first, 'j E')} – {data(last)}"
    return f"{first.day}–{data(last)}"


def weekday(day: date) -> str:
    """ "poniedziałek, 23 listopada"."""
    return date_format(day, "l, j E").lower()


def month(day: date) -> str:
    """ "listopad 2026"."""
    return date_format(day, "F Y").lower()


def where(occurrence: Occurrence) -> str:
    """The room and the place."""
    return ", ".join(part for part in (occurrence.room.name if occurrence.room else "", occurrence.event.place) if part)


def who(event: Event) -> list[str]:
    """Those taking part, as they are told."""
    return [str(each) for each in event.people.all()]


def standing(occurrence: Occurrence) -> tuple[str, str]:
    """The state of one time of an event: its code and its word."""
    if occurrence.cancelled_at:
        return str(State.CANCELLED), str(State.CANCELLED.label)
    return str(occurrence.event.state), str(occurrence.event.get_state_display())


def card(occurrence: Occurrence, day: date) -> dict[str, Any]:
    """An event as it stands in a day of the calendar."""
    event = occurrence.event
    state, word = standing(occurrence)
    return {
        "url": reverse("event", args=[event.public_id]),
        "title": event.title,
        "hours": hours(occurrence.starts_at, occurrence.ends_at, all_day=event.all_day),
        "goes_on": wall(occurrence.starts_at).date() != day,
        "kind": event.get_kind_display(),
        "where": where(occurrence),
        "people": ", ".join(each.post for each in event.people.all()),
        "state": state,
        "word": word,
        "hidden": event.visibility == Visibility.UNIT,
        "public": event.visibility == Visibility.PUBLIC,
    }


def columns() -> list[dict[str, str]]:
    """The heads of the list of events."""
    heads = [_("Wydarzenie"), _("Kiedy"), _("Rodzaj"), _("Miejsce"), _("Kto bierze udział"), _("Stan")]
    return [{"label": head} for head in heads]


def row(occurrence: Occurrence) -> dict[str, Any]:
    """A row of that list."""
    event = occurrence.event
    state, word = standing(occurrence)
    when = f"{data(occurrence.starts_at)}, {hours(occurrence.starts_at, occurrence.ends_at, all_day=event.all_day)}"
    return {
        "url": reverse("event", args=[event.public_id]),
        "cells": [
            {"text": event.title, "tag": _("poufne") if event.visibility == Visibility.UNIT else ""},
            {"text": when, "label": _("Kiedy")},
            {"text": event.get_kind_display(), "label": _("Rodzaj")},
            {"text": where(occurrence) or "–", "label": _("Miejsce")},
            {"text": ", ".join(who(event)) or "–", "label": _("Kto bierze udział")},
            {"text": word, "label": _("Stan"), "state": state},
        ],
    }


def times(event: Event, occurrences: Iterable[Occurrence], at: datetime) -> list[dict[str, Any]]:
    """Each time of an event in words."""
    return [
        {
            "id": each.public_id,
            "when": f"{weekday(wall(each.starts_at).date())} {wall(each.starts_at).year}, "
            f"{hours(each.starts_at, each.ends_at, all_day=event.all_day)}",
            "room": each.room.name if each.room and each.room_id != event.room_id else "",
            "moved": each.moved,
            "cancelled": bool(each.cancelled_at),
            "reason": each.reason,
            "over": each.ends_at <= at,
        }
        for each in occurrences
    ]


def preparation_columns() -> list[dict[str, str]]:
    """The heads of the list of what is prepared."""
    return [{"label": head} for head in (_("Co przygotować"), _("Wydarzenie"), _("Termin"), _("Kto przygotuje"))]


def preparation_row(preparation: Preparation, today: date) -> dict[str, Any]:
    """A row of that list."""
    late = preparation.due_on < today
    cells: list[dict[str, Any]] = [
        {"text": preparation.what, "tag": _("po terminie") if late else ""},
        {
            "text": f"{preparation.event.title}, {data(preparation.event.starts_at)}",
            "label": _("Wydarzenie"),
        },
        {"text": data(preparation.due_on), "label": _("Termin")},
        {"text": str(preparation.owner or _("jeszcze nie wiadomo")), "label": _("Kto przygotuje")},
    ]
    return {"url": f"{reverse('event', args=[preparation.event.public_id])}#przygotowania", "cells": cells}


def week_row(week: Week, route: str, *, state: bool = False) -> dict[str, Any]:
    """A row of a list of weekly lists."""
    cells: list[dict[str, Any]] = [{"text": span(week.monday, week.sunday)}]
    if state:
        cells.append({"text": str(week.get_state_display()), "label": _("Stan"), "state": str(week.state)})
    cells += [
        {"text": data_godzina(week.issued_at) or "–", "label": _("Wydano")},
        {"text": str(week.edition) if week.edition else "–", "label": _("Wydanie")},
    ]
    return {"url": reverse(route, args=[week.public_id]), "cells": cells}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a weekly list: nothing else of an event is ever told to the media or to a visitor."""

    event: str
    occurrence: str
    starts_at: str
    ends_at: str
    all_day: bool
    kind: str
    title: str
    place: str
    people: tuple[str, ...]
    organiser: str
    press: bool

    @classmethod
    def of(cls, occurrence: Occurrence) -> Self:
        event = occurrence.event
        return cls(
            event=event.public_id,
            occurrence=occurrence.public_id,
            starts_at=occurrence.starts_at.isoformat(),
            ends_at=occurrence.ends_at.isoformat(),
            all_day=event.all_day,
            kind=event.get_kind_display(),
            title=event.title,
            place=where(occurrence),
            people=tuple(who(event)),
            organiser=event.organiser,
            press=event.press,
        )

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> Self:
        """An item as it was kept."""
        return cls(**{**row, "people": tuple(row["people"])})

    @property
    def begins(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    @property
    def ends(self) -> datetime:
        return datetime.fromisoformat(self.ends_at)

    @property
    def date(self) -> date:
        return wall(self.begins).date()

    @property
    def hours(self) -> str:
        return hours(self.begins, self.ends, all_day=self.all_day)

    @property
    def heading(self) -> str:
        """What a list of changes calls it: "„Otwarcie drogi”, wtorek, 24 listopada, 10:00–11:00"."""
        return f"„{self.title}”, {weekday(self.date)}, {self.hours}"


def items(occurrences: Iterable[Occurrence]) -> list[Item]:
    """The lines of a week, in order."""
    found = [Item.of(each) for each in occurrences]
    return sorted(found, key=lambda each: (each.date, not each.all_day, each.begins, each.title))


def plain(rows: Sequence[Item]) -> list[dict[str, Any]]:
    """Items as they are kept."""
    return [{**asdict(each), "people": list(each.people)} for each in rows]


def digest(rows: Sequence[Item]) -> str:
    """What was seen: the items, all they say."""
    return hashlib.sha256(canonical(plain(rows))).hexdigest()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a weekly list."""

    day: date
    items: tuple[Item, ...]

    @property
    def heading(self) -> str:
        return weekday(self.day)


def days(rows: Iterable[Item]) -> list[Day]:
    """Items by day, days without any left out."""
    found: dict[date, list[Item]] = {}
    for each in rows:
        found.setdefault(each.date, []).append(each)
    return [Day(day, tuple(lines)) for day, lines in sorted(found.items())]


FACTS = (
    ("title", gettext_lazy("tytuł")),
    ("place", gettext_lazy("miejsce")),
    ("people", gettext_lazy("osoby")),
    ("organiser", gettext_lazy("organizator")),
    ("kind", gettext_lazy("rodzaj")),
    ("press", gettext_lazy("obsługa prasowa")),
)


def changes(before: Sequence[Item], after: Sequence[Item]) -> list[str]:
    """What an edition says otherwise than the one before, in sentences."""
    old = {each.occurrence: each for each in before}
    new = {each.occurrence: each for each in after}
    told = []
    for key, item in new.items():
        if key not in old:
            told.append(_("Dodano: %(item)s.") % {"item": item.heading})
        elif item != old[key]:
            told.append(_changed(old[key], item))
    told += [_("Odwołano: %(item)s.") % {"item": item.heading} for key, item in old.items() if key not in new]
    return told


def _changed(old: Item, new: Item) -> str:
    facts = [str(label) for name, label in FACTS if getattr(old, name) != getattr(new, name)]
    if (old.starts_at, old.ends_at, old.all_day) != (new.starts_at, new.ends_at, new.all_day):
        return _("Zmieniono termin: %(old)s – teraz %(day)s, %(hours)s.") % {
            "old": old.heading,
            "day": weekday(new.date),
            "hours": new.hours,
        }
    return _("Zmieniono (%(facts)s): %(item)s.") % {"facts": ", ".join(facts), "item": new.heading}
