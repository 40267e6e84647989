"""Reads of the structure: the mandate as a living map, units with their people, who may stand in for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Value
from django.urls import reverse
from django.utils.module_loading import import_string

from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from office.structure.hats import OFFICER, STAFF
from office.structure.mandate import PAGE
from office.structure.models import Appointment, MandateTask, Post, Power, PublishedPage, Reorganisation, Unit
from office.structure.powers import writings
from office.structure.states import State
from office.structure.tally import Links, Tally, Work, Worker

# Counting for the map sees everything: what it tells are sums, to those who follow the unit's work.
COUNTING = system("mapa zadań")


@dataclass(frozen=True, slots=True)
class CarriedTask:
    """A task with what carries it: `living` with links (words, address), or planned; who answers for it; what is at work."""

    task: MandateTask
    living: bool
    feature: str
    links: list[tuple[str, str]]
    people: list[Appointment]
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """A unit with its tasks, those who lead it, what it keeps, and the tally of its cases under a case sign."""

    unit: Unit
    tasks: list[CarriedTask]
    heads: list[Appointment]
    links: list[tuple[str, str]]
    cases: Tally | None = None

    @property
    def late(self) -> int:
        """How many of its tasks have something past its term."""
        return sum(bool(each.tally and each.tally.late) for each in self.tasks)


def mandate(units: QuerySet[Unit], actor: Actor, on: date) -> list[UnitTasks]:
    """Units with their tasks, what carries each and who answers for it, in the published order."""
    return _mapped(units, actor, on, None)


def mandate_at_work(units: QuerySet[Unit], actor: Actor, at: datetime, on: date) -> list[UnitTasks]:
    """The same, with how much is at work for each task and how much of it is late."""
    return _mapped(units, actor, on, tallies(at))


def _mapped(units: QuerySet[Unit], actor: Actor, on: date, counted: dict[str, Tally] | None) -> list[UnitTasks]:
    links = links_of_tasks(actor)
    staffed = staff(on)
    rows = []
    for unit in units.order_by("order").prefetch_related("tasks"):
        people = staffed.get(unit.pk, [])
        heads = [each for each in people if each.leads]
        tasks = [
            carried(
                task,
                links.get(task.code, []),
                [each for each in people if task in each.tasks.all()] or heads,
                None if counted is None else counted.get(task.code, Tally()),
            )
            for task in unit.tasks.all()
        ]
        cases = None if counted is None else counted.get(unit.code, Tally())
        rows.append(UnitTasks(unit, tasks, heads, links.get(unit.code, []), cases))
    return rows


def carried(
    task: MandateTask,
    links: Iterable[tuple[str, str]] = (),
    people: Iterable[Appointment] = (),
    tally: Tally | None = None,
) -> CarriedTask:
    """What the table config/mandate.toml and the stages say of a task."""
    entry = settings.MANDATE[task.code]
    own = [(entry["feature"], reverse(entry["route"]))] if "route" in entry else []
    living = entry["state"] == "living"
    return CarriedTask(task, living, entry["feature"], [*own, *links], list(people), tally)


def staff(on: date) -> dict[int, list[Appointment]]:
    """Those who hold posts on a day, with the tasks that each answers for, by the key of the unit."""
    found: dict[int, list[Appointment]] = {}
    for each in Appointment.objects.valid(on).prefetch_related("tasks"):
        found.setdefault(each.unit_id, []).append(each)
    return found


@cache
def _listed(name: str) -> tuple[Any, ...]:
    """The functions that a table of config/desks.py names."""
    return tuple(import_string(path) for path in import_string(getattr(settings, name)))


def links_of_tasks(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Where the actor sees what carries each task, as the stages say it."""
    found: dict[str, list[tuple[str, str]]] = {}
    makers: tuple[Links, ...] = _listed("MANDATE_LINKS")
    for make in makers:
        for code, links in make(actor).items():
            found.setdefault(code, []).extend(links)
    return found


def tallies(at: datetime) -> dict[str, Tally]:
    """What the whole office has at work, by the code of a task or of a unit: one statement, however many stages count."""
    workers: tuple[Worker, ...] = _listed("MANDATE_WORK")
    found = [work for worker in workers for work in worker(COUNTING, at)]
    if not found:
        return {}
    parts = [_counted(place, work) for place, work in enumerate(found)]
    total: dict[str, Tally] = {}
    for place, key, live, late in parts[0].union(*parts[1:], all=True):
        work = found[place]
        if work.by:
            codes = (key,) if work.of is None else work.of.get(key, ())
        else:
            codes = work.tasks
        for code in codes:
            total[code] = total.get(code, Tally()) + Tally(live, late)
    return total


def _counted(place: int, work: Work) -> QuerySet[Any, Any]:
    """The place of the work, the value by which it parts, how many rows there are, how many are late."""
    key = F(work.by) if work.by else Value("", CharField())
    late = Count("pk", filter=work.late) if work.late else Value(0, IntegerField())
    model = work.rows.model
    # Rows alone, without what their gate adds to each.
    rows = model._default_manager.filter(pk__in=work.rows.order_by().values("pk"))
    # Names that no table of a stage has.
    grouped = rows.order_by().values(tally_place=Value(place, IntegerField()), tally_key=key)
    counted = grouped.annotate(tally_live=Count("pk"), tally_late=late)
    return counted.values_list("tally_place", "tally_key", "tally_live", "tally_late")


def posts() -> list[Post]:
    return list(Post.objects.all())


def source_page() -> PublishedPage | None:
    """Who published the source of the structure, when, and who changed it."""
    return PublishedPage.objects.filter(title=PAGE).first()


def units_to_serve() -> list[tuple[str, str]]:
    """Units as hats name them: code and name, in the published order."""
    return list(Unit.objects.values_list("code", "name"))


def units_to_give() -> list[tuple[str, str]]:
    """The same without those whose functions another unit took over: nobody is given a role there."""
    return list(Unit.objects.filter(successor=None).values_list("code", "name"))


def units_on(on: date, *kept: str) -> list[tuple[str, str]]:
    """What a form offers: the units of a day, and those that what is changed names already."""
    rows = Unit.objects.valid(on) | Unit.objects.filter(code__in=kept)
    return list(rows.values_list("code", "name"))


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
    """Units in the published order, also those that are no more."""
    return Unit.objects.order_by("order")


def units_at_work(also: Unit | None = None) -> QuerySet[Unit]:
    """Units that no other took over, for forms; `also` is the one that the row in hand names already."""
    named = Q(pk=also.pk) if also else Q()
    return units().filter(Q(successor=None) | named)


def colleagues(unit: Unit, on: date) -> QuerySet[Appointment]:
    """Those who may stand in for somebody of a unit."""
    return Appointment.objects.filter(unit=unit).valid(on)


@dataclass(frozen=True, slots=True)
class PassingOn:
    """What passes on when a unit changes: its tasks, people in posts, roles, open cases, and what it keeps."""

    tasks: int
    people: int
    roles: int
    cases: int
    kept: list[str]


def passing_on(unit: Unit, at: datetime, on: date) -> PassingOn:
    """What a unit has today."""
    return PassingOn(
        MandateTask.objects.filter(unit=unit).count(),
        Appointment.objects.filter(unit=unit).valid(on).count(),
        Hat.objects.worn().filter(kind__in=STAFF, key=unit.code).count(),
        tallies(at).get(unit.code, Tally()).live,
        [words for words, _url in links_of_tasks(COUNTING).get(unit.code, [])],
    )


def kept_alone(unit: Unit, successor: Unit) -> list[str]:
    """What a unit keeps and its successor does not: reviewed files name who keeps a register."""
    links = links_of_tasks(COUNTING)
    theirs = set(links.get(successor.code, []))
    return [words for words, url in links.get(unit.code, []) if (words, url) not in theirs]


def changes_to_carry_out(on: date) -> QuerySet[Reorganisation]:
    """Planned changes whose day has come, the earliest first."""
    return Reorganisation.objects.filter(state=State.PLANNED, starts_on__lte=on).order_by("starts_on", "pk")


def powers_of(unit: Unit) -> dict[str, list[int]]:
    """Capability → the hats to which the head left it."""
    found: dict[str, list[int]] = {}
    for capability, hat in Power.objects.filter(unit=unit).order_by("pk").values_list("capability", "hat"):
        found.setdefault(capability, []).append(hat)
    return found


def capabilities(unit: Unit) -> list[tuple[str, str]]:
    """What people of a unit may do that its head may leave to some: (capability, words)."""
    stages = {each.code: each.words for each in writings().values() if each.is_of(unit.code)}
    return [*stages.items(), *(each for make in _listed("CAPABILITIES") for each in make(unit.code))]


def officers(unit: Unit) -> QuerySet[Hat]:
    """Hats of those of a unit to whom its head may leave something."""
    worn = Hat.objects.worn().filter(kind=OFFICER.code, key=unit.code, user__is_active=True)
    return worn.select_related("user").order_by("user__sort_key", "pk")


def tasks_of(unit: Unit) -> QuerySet[MandateTask]:
    """The numbered tasks of a unit."""
    return MandateTask.objects.filter(unit=unit)
