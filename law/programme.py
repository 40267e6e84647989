"""The annual cooperation programme: contents, adoption, report (UDPP art. 5a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from law import figures
from law.verdict import Breach


@dataclass(frozen=True, slots=True)
class Aim:
    """A specific aim and how its reaching will be seen."""

    text: str
    indicator: str
    target: str
    source: str


@dataclass(frozen=True, slots=True)
class PriorityTask:
    """A priority task: sphere code, title, planned funds in PLN."""

    sphere: str
    title: str
    planned_funds: Decimal


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """The points of art. 5a ust. 4, in their order; `planned_funds` in PLN."""

    main_aim: str
    aims: Sequence[Aim]
    principles: str
    subject_scope: str
    forms: str
    tasks: Sequence[PriorityTask]
    period: str
    manner: str
    planned_funds: Decimal | None
    assessment: str
    creation: str
    panel_rules: str


POINTS = (
    ("main_aim", "cel główny", 1),
    ("aims", "cele szczegółowe", 1),
    ("principles", "zasady współpracy", 2),
    ("subject_scope", "zakres przedmiotowy", 3),
    ("forms", "formy współpracy", 4),
    ("tasks", "priorytetowe zadania publiczne", 5),
    ("period", "okres realizacji", 6),
    ("manner", "sposób realizacji", 7),
    ("planned_funds", "wysokość planowanych środków", 8),
    ("assessment", "sposób oceny realizacji", 9),
    ("creation", "informacja o sposobie tworzenia i przebiegu konsultacji", 10),
    ("panel_rules", "tryb powoływania i zasady działania komisji konkursowych", 11),
)


def _filled(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def breaches(facts: ProgrammeFacts) -> list[Breach]:
    """Points of art. 5a ust. 4 that are empty, aims without a measure, tasks that cost more than the plan."""
    found = [
        Breach("programme.point_empty", f"art. 5a ust. 4 pkt {point}", {"point": name}, key)
        for key, name, point in POINTS
        if not _filled(getattr(facts, key))
    ]
    for number, aim in enumerate(facts.aims, start=1):
        if not (aim.indicator.strip() and aim.target.strip() and aim.source.strip()):
            found.append(Breach("programme.aim_unmeasured", "art. 5a ust. 4 pkt 9", {"number": number}, "aims"))
    planned = sum((task.planned_funds for task in facts.tasks), Decimal(0))
    if facts.planned_funds is not None and planned > facts.planned_funds:
        values = {"tasks": planned, "planned": facts.planned_funds}
        found.append(Breach("programme.tasks_over_plan", "art. 5a ust. 4 pkt 8", values, "planned_funds"))
    return found


def _day(year: int, key: str) -> date:
    month, day = figures.value(key, on=date(year, 1, 1)).split("-")
    return date(year, int(month), int(day))


def adoption_due(year: int) -> date:
    """30 November of the year before; a statutory date that no day off moves (art. 5a ust. 1)."""
    return _day(year - 1, "programme.adopt_by")


def report_due(year: int) -> date:
    """31 May of the year after; a statutory date that no day off moves (art. 5a ust. 3)."""
    return _day(year + 1, "programme.report_by")
