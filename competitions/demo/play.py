"""The play: what every scene needs – the day it is told on, the clock, the people in their hats, resolutions, jobs."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from competitions.calls.models import Competition
from competitions.demo.script import projects, script
from competitions.demo.signins import SignIn
from competitions.demo.timeline import Course, ago, courses
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.jobs.runner import drain
from law.calendar import add_days
from law.verdict import WARSAW
from ngo.programmes.models import Programme
from ngo.registry.models import Organisation
from office.board.actions import resolutions as board
from office.board.models import Body, Resolution
from office.structure.models import Unit


class Future(Exception):
    """The story may not tell of what has not happened by the morning of its day."""


@dataclass
class Thread:
    """One offer of the story: what the script says of it, who makes it, and its row once it is begun."""

    script: Mapping[str, Any]
    project: Mapping[str, Any]
    organisation: Organisation
    signatory: Actor
    row: Offer | None = None
    submitted_at: datetime | None = None

    @property
    def fate(self) -> str:
        return str(self.script["fate"])

    @property
    def offer(self) -> Offer:
        """The offer as it stands now."""
        if self.row is None:
            raise LookupError(f"{self.script} was not begun")
        return Offer.objects.select_related("competition__case", "organisation", "submitted_by").get(pk=self.row.pk)


@dataclass
class Round:
    """One competition of the story: its script, its days, its row once it is drafted, its offers in the order they came."""

    script: Mapping[str, Any]
    course: Course
    row: Competition | None = None
    threads: list[Thread] = field(default_factory=list)

    @property
    def competition(self) -> Competition:
        """The competition as it stands now."""
        if self.row is None:
            raise LookupError(f"{self.script['key']} was not drafted")
        return Competition.objects.select_related("case", "unit", "task__programme").get(pk=self.row.pk)

    def with_fate(self, *fates: str) -> list[Thread]:
        return [thread for thread in self.threads if thread.fate in fates]


@dataclass
class Play:
    """The state of the story while it is played. `today` is the day it is told on; nothing happens on it or later."""

    today: date
    unit: Unit
    signins: Mapping[str, SignIn] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    programmes: dict[int, Programme] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    numbers: Counter[tuple[str, date]] = field(default_factory=Counter)

    def invite(self, round_: Round) -> None:
        """The organisations that will make an offer in a competition."""
        for each in round_.script["offers"]:
            key = each["by"]
            round_.threads.append(Thread(each, projects()[each["project"]], self.organisations[key], self.actors[key]))

    def __post_init__(self) -> None:
        days = courses(self.today)
        for each in script("competitions")["competition"]:
            self.rounds[each["key"]] = Round(each, days[each["key"]])

    @property
    def last_year(self) -> int:
        return self.today.year - 1

    def at(self, day: date, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
        """A moment by the clock in Łódź. Raises Future for one that has not come by the morning of today."""
        if day >= self.today:
            raise Future(f"{day}, told on {self.today}")
        return datetime.combine(day, time(hour, minute, second), WARSAW)

    def task_days(self, round_: Round) -> tuple[date, date]:
        """When the tasks of a competition may last: last year from May to October, this year after its agreements."""
        if round_.script["year"] == "last":
            return date(self.last_year, 5, 4), date(self.last_year, 10, 31)
        begins = add_days(round_.course.signed, 1)
        return begins, max(begins, self.today) + timedelta(days=45)

    def offer_days(self, round_: Round, thread: Thread) -> tuple[date, date]:
        """When an offer wants to do its task; some of this year are over by now."""
        begins, ends = self.task_days(round_)
        return begins, ago(self.today, thread.script["ended"]) if "ended" in thread.script else ends

    def is_repeated(self, round_: Round, thread: Thread) -> bool:
        """Whether the same organisation did the same last year."""
        if round_.script["year"] == "last":
            return False
        before = [
            each for other in self.rounds.values() if other.script["year"] == "last" for each in other.script["offers"]
        ]
        return any(each["by"] == thread.script["by"] and each["project"] == thread.script["project"] for each in before)

    def jobs(self, at: datetime) -> None:
        """Do the slow work that was asked for, as at that moment."""
        drain(stopped(at))

    def resolution(self, title: str, *, on: date, body: str = Body.BOARD) -> Resolution:
        """A resolution adopted on a day, recorded by the officer the same afternoon; numbers grow with the year."""
        self.numbers[body, on] += 1
        count = self.numbers[body, on]
        day_of_year = on.timetuple().tm_yday
        number = (
            f"{4 * day_of_year + count}/{on:%y}" if body == Body.BOARD else f"{_roman(on.month)}/{day_of_year}/{on:%y}"
        )
        at = self.at(on, 14, 30)
        return board.record(
            number, title=title, adopted_on=on, unit=self.unit, body=body, actor=self.actors["officer"], at=at
        )


def stopped(at: datetime) -> Callable[[], datetime]:
    """A clock that shows one moment."""
    return lambda: at


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[number - 1]
