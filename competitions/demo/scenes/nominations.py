"""Organisations indicate candidates for panels: one is on the list, one waits for the office, one for the person's consent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from competitions.demo.play import Play
from competitions.demo.scenes.people import account
from competitions.demo.script import script
from competitions.demo.timeline import working_days_before
from competitions.nominations import actions
from core.accounts.actor import Actor


def indicate(play: Play) -> None:
    """The member of the panels was indicated before the first of them, the other candidates this month."""
    member = next(row for row in script("cast")["panel"] if "recommendation" in row)
    before = date(play.last_year - 1, 11, 3)
    nomination = _nominate(play, member, on=before)
    person = play.actors[member["key"]]
    nomination = actions.consent(nomination, actor=person, at=play.at(date(play.last_year - 1, 11, 5), 18))
    until, at = date(play.today.year, 12, 31), play.at(date(play.last_year - 1, 11, 10), 9)
    actions.verify(nomination, valid_to=until, actor=play.actors["officer"], at=at)
    for row in script("cast")["candidate"]:
        on = working_days_before(play.today, row["days"])
        nomination = _nominate(play, row, on=on)
        person = Actor(user=account(play, row["key"], row, on=working_days_before(play.today, row["days"] - 1)))
        if row["consents"]:
            actions.consent(nomination, actor=person, at=play.at(working_days_before(play.today, row["days"] - 1), 19))


def _nominate(play: Play, row: Mapping[str, Any], *, on: date) -> Any:
    return actions.nominate(
        play.organisations[row["by"]],
        name=row["name"],
        email=row["email"],
        recommendation=row["recommendation"],
        actor=play.actors[row["by"]],
        at=play.at(on, 12),
    )
