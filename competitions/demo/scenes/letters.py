"""A month of letters: the secretary registers, decrees and hands over; those who have them take, answer or close them."""

from collections.abc import Mapping
from typing import Any

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.demo.timeline import ago
from law.calendar import add_working_days
from office.correspondence import actions
from office.correspondence.models import Letter
from office.structure.models import Unit

# Each fate is reached through all before it.
FATES = ("received", "assigned", "handed", "running", "done")


def write(play: Play) -> None:
    """The letters of the script, the oldest first."""
    for number, row in enumerate(script("letters")["letter"]):
        _course(play, row, number)


def _course(play: Play, row: Mapping[str, Any], number: int) -> None:
    """One letter: received in the morning, decreed and handed over at noon, taken and answered the working days after."""
    secretary, last = play.actors["secretariat"], ago(play.today, 1)
    came = min(ago(play.today, row["ago"]), last)
    letter = actions.register(
        {
            "received_on": came,
            "channel": row["channel"],
            "sender": row["sender"],
            "sender_contact": row["contact"],
            "matter": row["matter"],
            "addressee": row["addressee"],
            "kind": row.get("kind", "letter"),
        },
        actor=secretary,
        at=play.at(came, 8, number),
    )
    reached = FATES.index("running" if row["fate"] == "closed" else row["fate"])
    if reached >= 1:
        unit, noon = Unit.objects.get(code=row["to"]), play.at(came, 12, number)
        person = play.actors["officer"].user if row["to"] == "KMIII" else None
        instruction, post = row["instruction"], row["addressee"]
        actions.decree(
            letter, unit=unit, person=person, instruction=instruction, decreed_by=post, actor=secretary, at=noon
        )
    if reached >= 2:
        actions.hand_over(letter, actor=secretary, at=play.at(came, 13, number))
    if reached >= 3:
        actions.take(letter, actor=secretary, at=play.at(came, 14, number))
    _end(play, letter, row)


def _end(play: Play, letter: Letter, row: Mapping[str, Any]) -> None:
    on = min(add_working_days(letter.received_on, 5), ago(play.today, 1))
    actor, at = play.actors["secretariat"], play.at(on, 15)
    if row["fate"] == "done":
        actions.answer(letter, answered_on=on, channel="email", actor=actor, at=at)
    elif row["fate"] == "closed":
        actions.close(letter, reason=row["reason"], actor=actor, at=at)
