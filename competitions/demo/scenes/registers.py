"""A month in the registers: each unit enters what it keeps, some of it done, some of it waiting, some of it late."""

from typing import Any

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.demo.timeline import ago
from office.registers.actions import enter
from office.registers.schema import registers

# How an entry is told, beside the fields of its register.
TOLD = ("register", "by", "entered")


def keep(play: Play) -> None:
    """The entries of the script, those entered first before the others."""
    for number, row in enumerate(sorted(script("registers")["entry"], key=lambda row: -row["entered"])):
        values = {code: _value(play, value) for code, value in row.items() if code not in TOLD}
        at = play.at(ago(play.today, row["entered"]), 9 + number % 7)
        enter(registers()[row["register"]], values, actor=play.actors[row["by"]], at=at)


def _value(play: Play, value: Any) -> Any:
    """A value as the register keeps it; a day is told by how long ago it was."""
    return ago(play.today, value["ago"]).isoformat() if isinstance(value, dict) else value
