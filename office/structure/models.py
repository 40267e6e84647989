"""Tables of the office's structure: units, posts, and every numbered task of the published mandate."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Hat, public_id
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.structure.states import MACHINE, State


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid(self, on: date) -> "UnitQuerySet":
        """Units that there are on a day."""
        started = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(started, Q(valid_to=None) | Q(valid_to__gte=on))


class Unit(models.Model):
    """An organisational unit.

    `code` is what the system knows it by, its first symbol without spaces ("KM III" → "KMIII"); it stays when a reorganisation
    gives the unit another symbol, which case signs use from that day. `successor` has the functions of a unit that is no more.
    """

    code = models.CharField(max_length=20, unique=True)
    symbol = models.CharField(_("symbol"), max_length=20)
    name = models.CharField(_("nazwa"), max_length=200)
    order = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return f"{self.name} ({self.symbol})"

    @property
    def chain(self) -> str:
        return f"unit:{self.code}"

    @property
    def serving(self) -> "Unit":
        """The unit that has its functions: itself, or the one that took them over."""
        return self.successor or self


class UnitName(models.Model):
    """A symbol and a name that a unit had until a day; signs of its cases keep that symbol."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_names")
    symbol = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField()

    class Meta:
        ordering: ClassVar = ["valid_to", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.symbol})"


class Kind(models.TextChoices):
    """What a reorganisation does to a unit."""

    RENAME = "rename", _("nowy symbol albo nowa nazwa")
    REPLACE = "replace", _("likwidacja, zadania przejmuje inna komórka")


class Reorganisation(models.Model):
    """A change of a unit from a day: it gets another symbol or name, or another unit takes its functions over."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reorganisations")
    kind = models.CharField(_("co się zmienia"), max_length=10, choices=Kind.choices)
    starts_on = models.DateField(_("od dnia"))
    symbol = models.CharField(_("nowy symbol"), max_length=20, blank=True)
    name = models.CharField(_("nowa nazwa"), max_length=200, blank=True)
    successor = models.ForeignKey(
        Unit, verbose_name=_("kto przejmuje zadania"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.CharField(_("podstawa"), max_length=300)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state=State.PLANNED), name="reorganisation_planned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.symbol}: {self.get_kind_display()}"

    @property
    def chain(self) -> str:
        return self.unit.chain


class Post(models.Model):
    """A post named in the published structure; a vacant one has no person."""

    title = models.CharField(_("stanowisko"), max_length=200, unique=True)
    person = models.CharField(_("osoba"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return self.title


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def valid(self, on: date) -> "AppointmentQuerySet":
        """Those who hold their post on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def matching(self, text: str) -> "AppointmentQuerySet":
        """Those whose name, post, unit, room or phone holds every word."""
        rows = self
        for word in fold(text).split()[:12]:
            rows = rows.filter(search_key__contains=word)
        return rows


class Appointment(models.Model):
    """A person in a post of a unit from a day to a day, where they are found, and who stands in for them."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    title = models.CharField(_("stanowisko"), max_length=200)
    name = models.CharField(_("imię i nazwisko"), max_length=200)
    leads = models.BooleanField(_("kieruje komórką"), default=False)
    room = models.CharField(_("pokój"), max_length=20, blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("godziny pracy"), max_length=100, blank=True)
    deputy = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tasks: "models.ManyToManyField[MandateTask, Any]" = models.ManyToManyField(
        "MandateTask", verbose_name=_("zadania"), blank=True, related_name="people"
    )
    valid_from = models.DateField(_("od dnia"))
    valid_to = models.DateField(_("do dnia"), null=True, blank=True)
    search_key = models.CharField(max_length=600, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["unit__order", "-leads", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    @property
    def chain(self) -> str:
        return self.unit.chain


class MandateTask(models.Model):
    """One numbered task, word for word as published; `code` is "III.8" and stays, whichever unit has the task."""

    code = models.CharField(max_length=12, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["unit__order", "pk"]

    def __str__(self) -> str:
        return self.code


class Power(models.Model):
    """What only some people of a unit may do: with rows for a capability, they and the head; without rows, all of the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="powers")
    capability = models.CharField(max_length=80)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "capability", "hat"], name="power_once")]

    def __str__(self) -> str:
        return f"{self.capability}: {self.hat}"


class PublishedPage(models.Model):
    """Who published and changed the source page of the structure, and when (UDIP art. 8 ust. 6)."""

    title = models.CharField(max_length=200, unique=True)
    published_by = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
