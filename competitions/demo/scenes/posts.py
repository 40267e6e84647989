"""Who holds the posts of the office, where they are found, who answers for which tasks, who stands in for whom."""

from datetime import date
from typing import Any

from competitions.demo.play import Play
from competitions.demo.script import script
from core.accounts.actor import system
from office.structure.actions import appoint, revise_appointment
from office.structure.models import Appointment, MandateTask, Unit


def fill(play: Play) -> None:
    """Heads first; the others of a unit stand in for them and one for another."""
    begun = date(play.last_year - 1, 1, 2)
    actor, at = system("rok pokazowy"), play.at(date(play.last_year - 1, 3, 2))
    heads: dict[str, Appointment] = {}
    for row in script("cast")["post"]:
        unit = Unit.objects.get(code=row["unit"])
        values: dict[str, Any] = {
            **{name: row[name] for name in ("name", "title", "leads", "room", "phone")},
            "hours": "poniedziałek–piątek 8:00–16:00",
            "valid_from": begun,
            "tasks": list(MandateTask.objects.filter(code__in=row["tasks"])),
            "deputy": heads.get(unit.code),
        }
        made = appoint(values, unit=unit, actor=actor, at=at)
        if row["leads"]:
            heads[unit.code] = made
        elif (head := heads.get(unit.code)) and head.deputy is None:
            revise_appointment(head, {"deputy": made}, actor=actor, at=at)
