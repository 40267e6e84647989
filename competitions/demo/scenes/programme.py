"""The programme of a year: drafted, adopted by the Board as a draft, adopted by the assembly, published."""

from decimal import Decimal

from competitions.demo.play import Play
from competitions.demo.script import script
from competitions.demo.timeline import ProgrammeCourse, programme_course
from ngo.programmes import actions
from ngo.programmes.models import Programme
from office.board.models import Body

TEXTS = (
    "main_aim",
    "principles",
    "subject_scope",
    "forms",
    "period",
    "manner",
    "assessment",
    "creation",
    "panel_rules",
)


def adopt(play: Play, year: int) -> None:
    """Play the programme of a year to its publication, before the first competition that needs it is announced."""
    which = "last" if year == play.last_year else "this"
    first = min(round_.course.approved for round_ in play.rounds.values() if round_.script["year"] == which)
    days = programme_course(year, needed_by=first)
    programme = _draft(play, year, days)
    officer = play.actors["officer"]
    title = f"w sprawie przyjęcia projektu programu współpracy na {year} rok"
    proposal = play.resolution(title, on=days.proposed)
    actions.propose(programme, resolution=proposal, actor=officer, at=play.at(days.proposed, 15))
    title = f"w sprawie uchwalenia programu współpracy z organizacjami pozarządowymi na {year} rok"
    adoption = play.resolution(title, on=days.adopted, body=Body.ASSEMBLY)
    actions.adopt(programme, resolution=adoption, actor=officer, at=play.at(days.adopted, 15))
    at = play.at(days.published, 9, 15)
    actions.publish(programme, actor=officer, at=at)
    play.jobs(at)
    play.programmes[year] = programme


def _draft(play: Play, year: int, days: ProgrammeCourse) -> Programme:
    text, officer = script("programme"), play.actors["officer"]
    names = {"year": year, "before": year - 1}
    title = text["title"].format(**names)
    programme = actions.draft(year, title=title, actor=officer, at=play.at(days.drafted, 9))
    tasks = [{**row, "unit": play.unit, "planned_funds": Decimal(row["planned_funds"])} for row in text["task"]]
    values = {name: text[name].format(**names) for name in TEXTS}
    funds = sum((task["planned_funds"] for task in tasks), Decimal(0))
    actions.revise(
        programme,
        values={**values, "planned_funds": funds},
        aims=text["aim"],
        tasks=tasks,
        actor=officer,
        at=play.at(days.drafted, 14),
    )
    return programme
