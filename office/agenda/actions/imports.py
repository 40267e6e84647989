"""Verbs over calendars that somebody brings: try one, take it over; an event is known by its UID, so the same file adds nothing twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from office.agenda.actions.events import cancel_occurrence, enter, move_occurrence
from office.agenda.models import Event
from office.agenda.queries import known_uids
from office.agenda.readers import ReadEvent
from office.agenda.refusals import Clash, Taken


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many events were, or would be, made, how many are there already, and what they clash with."""

    made: int
    before: int
    clashes: tuple[Clash, ...] = ()


@transaction.atomic
def take_over(
    rows: Sequence[ReadEvent], *, common: Mapping[str, Any], override: str = "", actor: Actor, at: datetime
) -> Outcome:
    """Put the events of a file into the calendar, all or nothing; `common` says kind, unit, people, visibility of all of them.

    Raises Taken, with every clash of every event, unless an `override` says why they are entered all the same.
    """
    outcome = _enter(rows, common, override=override, actor=actor, at=at)
    if outcome.clashes and not override.strip():
        raise Taken(outcome.clashes)
    return outcome


def rehearse(rows: Sequence[ReadEvent], *, common: Mapping[str, Any], actor: Actor, at: datetime) -> Outcome:
    """What taking over would do; nothing of it stays."""
    with transaction.atomic():
        outcome = _enter(rows, common, override="", actor=actor, at=at)
        transaction.set_rollback(True)
    return outcome


def _enter(
    rows: Sequence[ReadEvent], common: Mapping[str, Any], *, override: str, actor: Actor, at: datetime
) -> Outcome:
    known = known_uids([each.uid for each in rows])
    new = [each for each in rows if each.uid not in known]
    found: list[Clash] = []
    for each in new:
        try:
            event = enter({**_values(each), **common}, uid=each.uid, override=override, actor=actor, at=at)
        except Taken as refusal:
            found += refusal.clashes
            continue
        _except(event, each, override=override or _("tak w pliku"), actor=actor, at=at)
    return Outcome(len(new), len(rows) - len(new), tuple(found))


def _values(read: ReadEvent) -> dict[str, Any]:
    names = ("title", "place", "note", "all_day", "starts_at", "ends_at", "rule")
    return {
        **{name: getattr(read, name) for name in names},
        "matter": "",
        "organiser": "",
        "press": False,
        "room": None,
    }


def _except(event: Event, read: ReadEvent, *, override: str, actor: Actor, at: datetime) -> None:
    """The times that the file leaves out or moves."""
    for occurrence in event.occurrences.filter(day__in=[*read.out, *read.moved]):
        if occurrence.day in read.out:
            cancel_occurrence(occurrence, reason=_("tak w pliku"), actor=actor, at=at)
        else:
            starts_at, ends_at = read.moved[occurrence.day]
            move_occurrence(
                occurrence, starts_at=starts_at, ends_at=ends_at, room=None, override=override, actor=actor, at=at
            )
