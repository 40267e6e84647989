"""Papers that units put before the Board's members in the last month: signed, waiting, returned."""

from datetime import timedelta

from competitions.demo.play import Play
from competitions.demo.scenes.board import draft
from competitions.demo.script import script
from competitions.demo.timeline import ago
from office.board.models import BoardMember
from office.papers import actions
from office.papers.states import CHECKS
from office.structure.models import Unit


def sign(play: Play) -> None:
    """The papers of the script, checked the same afternoon and signed the next morning."""
    clerk = play.actors["secretariat"]
    for number, row in enumerate(script("secretariat")["paper"]):
        day = ago(play.today, row["ago"])
        own = row["unit"] == play.unit.code
        paper = actions.submit_paper(
            row["title"],
            unit=Unit.objects.get(code=row["unit"]),
            kind=row["kind"],
            signatory=BoardMember.objects.valid(day)[number % 2],
            due_on=day + timedelta(days=row["days"]),
            file=draft("Pismo.pdf"),
            actor=play.actors["officer"] if own else clerk,
            at=play.at(day, 9, number),
        )
        found = dict.fromkeys(CHECKS, "yes")
        at = play.at(day, 14, number)
        if row["fate"] == "returned":
            actions.return_paper(paper, row["reason"], found={**found, "legal": "no"}, actor=clerk, at=at)
        elif row["fate"] != "submitted":
            actions.check_paper(paper, found, actor=clerk, at=at)
        if row["fate"] == "signed":
            actions.sign_paper(paper, signed_on=day, actor=clerk, at=play.at(day, 15, number))
