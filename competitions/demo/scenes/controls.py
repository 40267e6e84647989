"""Controls of the office: one with recommendations of which one is late, one that goes on."""

from datetime import timedelta
from typing import Any

from competitions.demo.play import Play
from competitions.demo.scenes.board import draft
from competitions.demo.script import script
from competitions.demo.timeline import ago
from office.controls import actions
from office.structure.models import Unit


def control(play: Play) -> None:
    """The controls of the script."""
    for row in script("secretariat")["control"]:
        begun = ago(play.today, row["ago"])
        at = play.at(begun, 10)
        who: dict[str, Any] = {"actor": play.actors["secretariat"], "at": at}
        values = {name: row[name] for name in ("body", "authorisation", "scope")}
        unit = Unit.objects.get(code=row["unit"])
        made = actions.enter_control({**values, "unit": unit, "begins_on": begun, "ends_on": None}, **who)
        actions.attach_paper(made, title="upoważnienie", file=draft("Upoważnienie.pdf"), **who)
        if "protocol_ago" not in row:
            continue
        came, told = ago(play.today, row["protocol_ago"]), ago(play.today, row["recommended_ago"])
        who["at"] = play.at(came, 11)
        due = came + timedelta(days=7)
        actions.receive_protocol(made, protocol_on=came, ends_on=came, reservations_due=due, **who)
        who["at"] = play.at(told, 9)
        answer = told + timedelta(days=30)
        actions.receive_recommendations(made, recommended_on=told, answer_due=answer, **who)
        for each in row["recommendations"]:
            owner = Unit.objects.get(code=each["owner"])
            term = told + timedelta(days=each["days"])
            recommendation = actions.recommend(made, text=each["text"], owner=owner, due_on=term, **who)
            if "how" in each:
                done = ago(play.today, each["executed_ago"])
                officer = play.actors["officer"]
                actions.execute(recommendation, executed_on=done, how=each["how"], actor=officer, at=play.at(done, 12))
