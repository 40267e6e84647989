"""A competition is prepared, approved, published in three places, and closed by the clock."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from competitions.calls import actions
from competitions.demo.play import Play, Round
from competitions.demo.script import script
from core.accounts.actor import system
from law.calendar import add_days
from law.forms import current_version
from law.verdict import WARSAW
from ngo.programmes.models import PriorityTask

MONEY = ("pool", "max_grant", "own_share_min", "admin_cap")
PLACES = (("bip", 9), ("website", 11), ("board", 8))
CLOCK = system("zegar")


def prepare(play: Play, round_: Round) -> None:
    """The officer writes the announcement and the criteria of the score card."""
    at = play.at(round_.course.drafted, 11)
    without = round_.script.get("without_group")
    criteria = [row for row in script("competitions")["criteria"][round_.script["form"]] if row["group"] != without]
    subtasks = [{**row, "pool": Decimal(row["pool"])} for row in round_.script.get("subtasks", ())]
    values = _values(play, round_)
    round_.row = actions.draft(values, criteria=criteria, subtasks=subtasks, actor=play.actors["officer"], at=at)


def approve(play: Play, round_: Round) -> None:
    """The Board approves; the case gets its sign and the announcement its document."""
    on = round_.course.approved
    resolution = play.resolution(f"w sprawie ogłoszenia otwartego konkursu ofert „{round_.competition.title}”", on=on)
    at = play.at(on, 15)
    actions.approve(round_.competition, resolution=resolution, actor=play.actors["officer"], at=at)
    play.jobs(at)


def announce(play: Play, round_: Round) -> None:
    """Three publications; the last one opens the competition."""
    address = f"https://bip.urzad.example/konkursy/{round_.script['key']}"
    for place, hour in PLACES:
        day = round_.course.third if place == "board" else round_.course.first
        at = play.at(day, hour)
        note = address if place == "bip" else ""
        actions.record_publication(
            round_.competition, place=place, published_at=at, note=note, actor=play.actors["officer"], at=at
        )


def close(play: Play, round_: Round) -> None:
    """The minute after the deadline."""
    actions.close(round_.competition, actor=CLOCK, at=round_.competition.offers_due + timedelta(minutes=1))


def _values(play: Play, round_: Round) -> dict[str, Any]:
    """Fields of the competition: the common texts of the office, what the script says, days that follow from the course."""
    row, course = round_.script, round_.course
    year = play.last_year if row["year"] == "last" else play.today.year
    texts = {**script("competitions")["texts"], **dict.fromkeys(row.get("without", ()), "")}
    task = PriorityTask.objects.get(programme__year=year, sphere=row["sphere"])
    due = add_days(course.third, row["due_days"]) if "due_days" in row else course.due
    task_from, task_to = play.task_days(round_)
    return {
        **texts,
        **{name: Decimal(row[name]) for name in MONEY if name in row},
        "attachments": script("competitions")["attachments"],
        "task": task,
        "unit": task.unit,
        "sphere": task.sphere,
        "title": row["title"].format(year=year),
        "form": row["form"],
        "calling_off_reserved": row.get("calling_off_reserved", False),
        "sealed": row.get("sealed", False),
        "task_from": task_from,
        "task_to": task_to,
        "offers_due": datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=WARSAW),
        "confirmation_due": datetime(
            course.confirmation_due.year, course.confirmation_due.month, course.confirmation_due.day, 16, tzinfo=WARSAW
        ),
        "selection_by": course.selection_by,
        "planned_bip": course.first,
        "planned_website": course.first,
        "planned_board": course.third,
        "form_version": current_version("offer", on=course.third),
    }
