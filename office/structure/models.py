"""Tables of the office's structure: units, posts, and every numbered task of the published mandate."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.tables.folding import fold


class Unit(models.Model):
    """An organisational unit; `code` is its symbol without spaces, as case signs use it ("KM III" → "KMIII")."""

    code = models.CharField(max_length=20, unique=True)
    symbol = models.CharField(_("symbol"), max_length=20)
    name = models.CharField(_("nazwa"), max_length=200)
    order = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return f"{self.name} ({self.symbol})"

    @property
    def chain(self) -> str:
        return f"unit:{self.code}"


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
    """One numbered task of a unit, word for word as published; `code` is "III.8"."""

    code = models.CharField(max_length=12, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["unit__order", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "number"], name="task_once_in_unit")]

    def __str__(self) -> str:
        return self.code


class PublishedPage(models.Model):
    """Who published and changed the source page of the structure, and when (UDIP art. 8 ust. 6)."""

    title = models.CharField(max_length=200, unique=True)
    published_by = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
