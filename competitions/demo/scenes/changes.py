"""What happens to a competition after its announcement: suspended, called off, cancelled for want of offers, cancelled in part."""

from datetime import date, timedelta

from competitions.awards import actions as awards
from competitions.changes import actions
from competitions.changes.models import Change
from competitions.demo.play import Play, Round, stopped
from competitions.demo.timeline import ago
from core.publications.models import Place
from law.calendar import add_working_days


def suspend(play: Play, round_: Round) -> None:
    """The last working day brought a mistake of the announcement to light; offers wait until it is corrected."""
    on = ago(play.today, 1)
    change = actions.suspend(
        round_.competition,
        reason=round_.script["reason"],
        actor=play.actors["officer"],
        clock=stopped(play.at(on, 12, 15)),
    )
    _publish(play, change, on=on)


def call_off(play: Play, round_: Round) -> None:
    """The Board uses what the announcement reserved, a week before the deadline."""
    on = ago(round_.course.due, 7)
    resolution = play.resolution(f"w sprawie odwołania otwartego konkursu ofert „{round_.competition.title}”", on=on)
    change = actions.call_off(
        round_.competition,
        resolution=resolution,
        reason=round_.script["reason"],
        actor=play.actors["officer"],
        at=play.at(on, 14, 50),
    )
    _publish(play, change, on=on)


def cancel(play: Play, round_: Round) -> None:
    """Nobody made an offer: the Board cancels at its first meeting after the call (UDPP art. 18a ust. 1 pkt 1)."""
    on = round_.course.appointed
    title = round_.competition.title
    resolution = play.resolution(f"w sprawie unieważnienia otwartego konkursu ofert „{title}”", on=on)
    change = awards.cancel(
        round_.competition,
        resolution=resolution,
        reason=round_.script["reason"],
        actor=play.actors["officer"],
        at=play.at(on, 14, 50),
    )
    _publish(play, change, on=on)


def cancel_part(play: Play, round_: Round) -> None:
    """The day after the panel's opinion: no offer in a sub-task meets the announcement (UDPP art. 18a ust. 1 pkt 2)."""
    on, void = add_working_days(round_.course.met, 1), round_.script["void"]
    part = round_.competition.subtasks.get(number=void["part"])
    title = round_.competition.title
    resolution = play.resolution(f"w sprawie unieważnienia podzadania „{part.title}” konkursu „{title}”", on=on)
    change = awards.cancel_part(
        part, resolution=resolution, reason=void["reason"], actor=play.actors["officer"], at=play.at(on, 14, 50)
    )
    _publish(play, change, on=on)


def _publish(play: Play, change: Change, *, on: date) -> None:
    """The document of a change appears the same day where the announcement did."""
    at = play.at(on, 15, 5)
    play.jobs(at)
    for place in Place.values:
        at += timedelta(minutes=10)
        actions.record_publication(change, place=place, published_at=at, note="", actor=play.actors["officer"], at=at)
