"""The mandate as a living map: every task with what carries it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from office.structure.mandate import PAGE
from office.structure.models import MandateTask, Post, PublishedPage, Unit


@dataclass(frozen=True, slots=True)
class CarriedTask:
    """A task with what carries it: `living` with the address where to see it, or planned."""

    task: MandateTask
    living: bool
    feature: str
    url: str


@dataclass(frozen=True, slots=True)
class UnitTasks:
    unit: Unit
    tasks: list[CarriedTask]


def mandate() -> list[UnitTasks]:
    """All units with their tasks, in the published order."""
    rows: list[UnitTasks] = []
    for unit in Unit.objects.prefetch_related("tasks"):
        rows.append(UnitTasks(unit, [carried(task) for task in unit.tasks.all()]))
    return rows


def carried(task: MandateTask) -> CarriedTask:
    """What the table config/mandate.toml says of a task."""
    entry = settings.MANDATE[task.code]
    route = entry.get("route", "")
    return CarriedTask(task, entry["state"] == "living", entry["feature"], reverse(route) if route else "")


def posts() -> list[Post]:
    return list(Post.objects.all())


def source_page() -> PublishedPage | None:
    """Who published the source of the structure, when, and who changed it."""
    return PublishedPage.objects.filter(title=PAGE).first()


def units_to_serve() -> list[tuple[str, str]]:
    """Units as hats name them: code and name, in the published order."""
    return list(Unit.objects.values_list("code", "name"))
