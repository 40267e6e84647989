"""Organisations ask about a competition; the office answers for everyone to read, one question still waits."""

from competitions.demo.play import Play, Round
from competitions.demo.timeline import ago
from competitions.questions import actions
from law.calendar import add_working_days


def ask(play: Play, round_: Round) -> None:
    """The questions of the script, one every other working day from the opening on; an answer comes the next working day."""
    last = ago(play.today, 1)
    for number, row in enumerate(round_.script.get("questions", ())):
        on = min(add_working_days(round_.course.third, 1 + 2 * number), last)
        asked = play.at(on, 8, 40)
        question = actions.ask(round_.competition, row["text"], actor=play.actors[row["by"]], at=asked)
        if "answer" in row:
            actions.answer(
                question,
                row["answer"],
                public_text=row.get("public_text", ""),
                publish=True,
                actor=play.actors["officer"],
                at=play.at(min(add_working_days(on, 1), last), 13, 20),
            )
