"""The report on last year: begun, frozen, issued, submitted to the assembly and published."""

from competitions.annual import actions
from competitions.annual.models import AnnualReport
from competitions.demo.play import Play
from competitions.demo.timeline import annual_course


def report(play: Play) -> None:
    """All three steps; the programme of last year is reported with them."""
    officer, days = play.actors["officer"], annual_course(play.today)
    report = actions.begin(play.programmes[play.last_year], actor=officer, at=play.at(days.begun, 9))
    at = play.at(days.frozen, 10)
    actions.freeze(report, actor=officer, at=at)
    play.jobs(at)
    title = f"w sprawie sprawozdania z realizacji programu współpracy za {play.last_year} rok"
    resolution = play.resolution(title, on=days.submitted)
    report = AnnualReport.objects.select_related("programme").get(pk=report.pk)
    at = play.at(days.submitted, 16)
    actions.submit(report, resolution=resolution, submitted_on=days.submitted, actor=officer, at=at)
