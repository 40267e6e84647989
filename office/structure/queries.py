"""Reads of the structure: the mandate as a living map, units with their people, who may stand in for whom."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from core.accounts.actor import Actor
from core.accounts.models import Hat, User
from office.structure.hats import STAFF
from office.structure.mandate import PAGE
from office.structure.models import Appointment, MandateTask, Post, PublishedPage, Unit


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


def own_unit(actor: Actor) -> Unit | None:
    """The unit for which the actor wears the hat."""
    return Unit.objects.filter(code=actor.key).first() if actor.wears(*STAFF) else None


def people_of(unit: Unit) -> QuerySet[User]:
    """Everyone who works in a unit: officers and heads, in Polish order."""
    worn = Hat.objects.worn().filter(kind__in=STAFF, key=unit.code)
    return User.objects.filter(pk__in=worn.values("user"), is_active=True).order_by("sort_key", "pk")


def works_in(user: User, unit: Unit) -> bool:
    return people_of(unit).filter(pk=user.pk).exists()


def units() -> QuerySet[Unit]:
    """Units in the published order."""
    return Unit.objects.order_by("order")


def colleagues(unit: Unit, on: date) -> QuerySet[Appointment]:
    """Those who may stand in for somebody of a unit."""
    return Appointment.objects.filter(unit=unit).valid(on)
