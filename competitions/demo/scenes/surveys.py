"""Visitors answer the survey in the last quarter that is published: three services have results, of one too few answered."""

from collections.abc import Sequence
from datetime import timedelta

from competitions.demo.play import Play
from competitions.demo.script import script
from office.surveys.actions import reply
from office.surveys.figures import SCORES
from office.surveys.quarters import last_published
from office.surveys.schema import services

# Over how many days of the quarter the answers are spread.
DAYS = 60


def answer(play: Play) -> None:
    """The answers of the script, one form after another."""
    quarter = last_published(play.today)
    for row in script("press")["survey"]:
        service = services()[row["service"]]
        given = {code: _scores(counts, shift) for shift, (code, counts) in enumerate(row["counts"].items())}
        count = sum(next(iter(row["counts"].values())))
        for number in range(count):
            scores = {code: points[number] for code, points in given.items()}
            comment = row["comments"][number] if number < len(row["comments"]) else ""
            day = quarter.ends_on - timedelta(days=DAYS - number * DAYS // count)
            token = f"{service.code}-{quarter.code}-{number}"
            reply(service, scores, comment=comment, token=token, at=play.at(day, 9, number))


def _scores(counts: Sequence[int], shift: int) -> list[int]:
    """The points one after another, turned round so that the questions of a form differ."""
    points = [score for score, count in zip(SCORES, counts, strict=True) for _each in range(count)]
    return points[5 * shift :] + points[: 5 * shift]
