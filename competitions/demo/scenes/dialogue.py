"""The council of social dialogue: its members, a plenary sitting with what it adopted, a sitting of the presidium to come."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.demo.timeline import ago, working_days_before
from law.calendar import add_working_days
from law.verdict import WARSAW
from office.dialogue import actions
from office.dialogue.models import CouncilSitting, Seat


def serve(play: Play) -> None:
    """Members first, then sittings."""
    since = date(play.last_year - 1, 1, 15)
    clerk = play.actors["secretariat"]
    seats = [
        actions.seat_member(
            row["name"], **_seat(row), valid_from=since, actor=clerk, at=play.at(date(play.last_year - 1, 5, 7), 14)
        )
        for row in script("secretariat")["seat"]
    ]
    for row in script("secretariat")["council"]:
        if "ago" in row:
            _held(play, row, seats)
        else:
            day = add_working_days(play.today + timedelta(days=row["in"] - 1), 1)
            _planned(play, row, day, ago(play.today, 4))


def _seat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("side", "represents", "presidium")}


def _planned(play: Play, row: Mapping[str, Any], day: date, planned: date) -> CouncilSitting:
    starts_at = datetime.combine(day, time(12), WARSAW)
    values = {name: row[name] for name in ("kind", "place", "agenda")}
    return actions.plan_council(starts_at, **values, actor=play.actors["secretariat"], at=play.at(planned, 9))


def _held(play: Play, row: Mapping[str, Any], seats: list[Seat]) -> None:
    day, clerk = ago(play.today, row["ago"]), play.actors["secretariat"]
    sitting = _planned(play, row, day, working_days_before(day, 10))
    at = play.at(day, 15)
    actions.hold_council(sitting, present=seats, actor=clerk, at=at)
    for each in row["positions"]:
        text = {name: each[name] for name in ("kind", "title", "content")}
        position = actions.adopt_position(sitting, **text, actor=clerk, at=at)
        due = day + timedelta(days=each["days"])
        actions.send_position(
            position, addressee=each["addressee"], sent_on=day, answer_due=due, actor=clerk, at=play.at(day, 15, 30)
        )
        if "answer" in each:
            came = add_working_days(day, 8)
            actions.answer_position(
                position, answered_on=came, answer=each["answer"], actor=clerk, at=play.at(came, 10)
            )
