"""What is published of answers: for each set of questions and quarter its questions with their counts, small ones hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from office.surveys.models import QuestionSet, Tally
from office.surveys.quarters import Quarter
from office.surveys.schema import SCALE
from office.surveys.suppression import Shown, shown

SCORES = tuple(score for score, _words in SCALE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what may be told of its answers; a mean only where every count is told."""

    text: str
    told: Shown

    @property
    def mean(self) -> Decimal | None:
        """The mean score to a hundredth: with a hidden count it would be an equation to work that out with."""
        if self.told.hidden:
            return None
        points = sum(score * (count or 0) for score, count in zip(SCORES, self.told.counts, strict=True))
        return (Decimal(points) / self.told.total).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Result:
    """The answers about a service in a quarter; without questions when there were too few to tell anything."""

    question_set: QuestionSet
    quarter: Quarter
    questions: tuple[Asked, ...]


def results(tallies: Iterable[Tally]) -> list[Result]:
    """What is told of the counts that the gate gave, the newest quarter first. Nothing is summed over services or quarters."""
    found = []
    for (year, number, _pk), rows in groupby(tallies, key=lambda each: (each.year, each.quarter, each.question_set_id)):
        some = list(rows)
        found.append(Result(some[0].question_set, Quarter(year, number), tuple(_asked(some))))
    return found


def _asked(rows: list[Tally]) -> Iterable[Asked]:
    counts = {(row.question, row.score): row.count for row in rows}
    for code, text in rows[0].question_set.questions:
        told = shown([counts.get((code, score), 0) for score in SCORES])
        if told is not None:
            yield Asked(text, told)


def table(found: Iterable[Result]) -> Iterable[list[Any]]:
    """The results as rows of a table to take away."""
    for result in found:
        head = [result.question_set.title, result.quarter.code]
        if not result.questions:
            yield [*head, "", "mniej niż 5", *([""] * len(SCORES)), ""]
        for each in result.questions:
            counts = ["ukryte" if count is None else str(count) for count in each.told.counts]
            mean = "" if each.mean is None else f"{each.mean}".replace(".", ",")
            yield [*head, each.text, str(each.told.total), *counts, mean]
