"""The Board's sittings of the last month: items from units, decisions with votes, minutes; one sitting still to come."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from competitions.demo.play import Play
from competitions.demo.script import DATA, script
from competitions.demo.timeline import ago, working_days_before
from law.calendar import add_working_days
from law.verdict import WARSAW
from office.board.actions import items, sittings
from office.board.models import BoardItem, BoardMember, Choice, Sitting
from office.structure.models import Unit

LETTERS = {"f": Choice.FOR, "a": Choice.AGAINST, "o": Choice.ABSTAINED}


def draft(name: str = "Projekt.pdf") -> SimpleUploadedFile:
    """A scanned paper, as a unit sends it."""
    return SimpleUploadedFile(name, (DATA / "wyciag.pdf").read_bytes())


def sit(play: Play) -> None:
    """The members first, then the sittings in order."""
    since = date(play.last_year - 1, 5, 7)
    clerk = play.actors["secretariat"]
    members = [
        sittings.appoint_member(
            row["name"], function=row["function"], valid_from=since, actor=clerk, at=play.at(since, 14)
        )
        for row in script("secretariat")["member"]
    ]
    for row in script("secretariat")["sitting"]:
        if "ago" in row:
            _held(play, row, members)
        else:
            _coming(play, row)


def _planned(play: Play, row: Mapping[str, Any], day: date, planned: date) -> Sitting:
    return sittings.plan_sitting(
        datetime.combine(day, time(10), WARSAW),
        place=row["place"],
        items_due=max(working_days_before(day, 2), planned),
        actor=play.actors["secretariat"],
        at=play.at(planned, 9),
    )


def _submitted(play: Play, sitting: Sitting, row: Mapping[str, Any], at: datetime) -> BoardItem:
    return items.submit_item(
        sitting,
        unit=Unit.objects.get(code=row["unit"]),
        kind=row.get("kind", "resolution"),
        title=row["title"],
        reporter=row["reporter"],
        file=draft(),
        actor=play.actors["officer"] if row["unit"] == play.unit.code else play.actors["secretariat"],
        at=at,
    )


def _held(play: Play, row: Mapping[str, Any], members: list[BoardMember]) -> None:
    clerk, day = play.actors["secretariat"], ago(play.today, row["ago"])
    planned = working_days_before(day, 8)
    sitting = _planned(play, row, day, planned)
    sent = play.at(planned, 12)
    given = [(each, _submitted(play, sitting, each, sent)) for each in row["items"]]
    for _each, item in given:
        items.accept_item(item, actor=clerk, at=play.at(planned, 14))
    sittings.close_agenda(sitting, actor=clerk, at=play.at(working_days_before(day, 1), 15))
    sittings.open_sitting(sitting, present=members, actor=clerk, at=play.at(day, 10))
    for number, (each, item) in enumerate(given):
        votes = {member: str(LETTERS[letter]) for member, letter in zip(members, each["votes"], strict=False)}
        items.decide(
            item,
            outcome=each["outcome"],
            votes=votes,
            settled=each.get("settled", ""),
            actor=clerk,
            at=play.at(day, 10, 10 + 10 * number),
        )
    sittings.end_sitting(sitting, actor=clerk, at=play.at(day, 11, 30))
    if row["remarks"]:
        at = play.at(add_working_days(day, 3), 13)
        sittings.close_minutes(sitting, remarks=row["remarks"], actor=play.actors["secretariat_head"], at=at)
        play.jobs(at)


def _coming(play: Play, row: Mapping[str, Any]) -> None:
    clerk, planned = play.actors["secretariat"], ago(play.today, 3)
    day = add_working_days(play.today + timedelta(days=row["in"] - 1), 1)
    sitting = _planned(play, row, day, planned)
    for each in row["items"]:
        item = _submitted(play, sitting, each, play.at(planned, 11))
        if each["fate"] == "accepted":
            items.accept_item(item, actor=clerk, at=play.at(planned, 13))
        elif each["fate"] == "returned":
            items.return_item(item, each["reason"], actor=clerk, at=play.at(planned, 13))
