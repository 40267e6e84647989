"""Tables of trips: the trip with its people and programme, its costs, its files."""

from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.structure.models import Unit
from office.trips.costs import PLN
from office.trips.states import MACHINE, State

AMOUNT: Any = {"max_digits": 12, "decimal_places": 2}
WORDS_MAX = 12


class Kind(models.TextChoices):
    DOMESTIC = "domestic", _("krajowy")
    FOREIGN = "foreign", _("zagraniczny")


def late(on: date) -> Q:
    """Whether a report or a settlement is late on a day."""
    unreported = Q(state__in=(State.APPROVED, State.HELD), report_due_on__lt=on)
    return unreported | Q(state=State.REPORTED, settle_due_on__lt=on)


class TripQuerySet(models.QuerySet["Trip"]):
    def matching(self, text: str) -> "TripQuerySet":
        """Trips whose number, purpose or place holds every word."""
        rows = self
        for word in fold(text).split()[:WORDS_MAX]:
            rows = rows.filter(search_text__contains=word)
        return rows

    def judged(self, on: date) -> "TripQuerySet":
        """With `due_on`, the nearest term (None without one), and `late`: whether it has passed."""
        due = Case(
            When(state__in=(State.APPROVED, State.HELD), then=F("report_due_on")),
            When(state=State.REPORTED, then=F("settle_due_on")),
            output_field=models.DateField(null=True),
        )
        return self.annotate(due_on=due, late=models.ExpressionWrapper(late(on), output_field=models.BooleanField()))

    def ahead(self, on: date) -> "TripQuerySet":
        """Trips that are not over and not called off."""
        return self.filter(state__in=(State.PLANNED, State.APPROVED), ends_on__gte=on)

    def overdue(self, on: date) -> "TripQuerySet":
        """Trips whose report or settlement is late."""
        return self.filter(late(on))

    def due(self, on: date) -> "TripQuerySet":
        """Trips that are over and wait for a report or a settlement."""
        waiting = Q(state__in=(State.HELD, State.REPORTED)) | Q(state=State.APPROVED, ends_on__lt=on)
        return self.judged(on).filter(waiting)


class Trip(models.Model):
    """One trip, numbered without gaps in its year; sums in PLN follow from its costs, terms from its last day.

    `people` are {"name", "role", "post": public id of the appointment or ""}; `points` of the programme {"day", "time", "text"} in
    order, days in ISO 8601, a time "09:30" or "". A plan is always written whole.
    """

    MACHINE: ClassVar[Machine] = MACHINE
    PERSONAL_FIELDS: ClassVar = ("report_text", "search_text")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="trips")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    sign = models.CharField(_("numer"), max_length=20)
    kind = models.CharField(_("rodzaj wyjazdu"), max_length=10, choices=Kind.choices)
    purpose = models.CharField(_("cel wyjazdu"), max_length=500)
    country = models.CharField(_("kraj"), max_length=100, blank=True)
    place = models.CharField(_("miejscowość"), max_length=200)
    starts_on = models.DateField(_("od dnia"))
    ends_on = models.DateField(_("do dnia"))
    people = models.JSONField(default=list)
    points = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    planned_pln = models.DecimalField(default=0, **AMOUNT)
    actual_pln = models.DecimalField(default=0, **AMOUNT)
    report_due_on = models.DateField()
    settle_due_on = models.DateField()
    report_text = models.TextField(_("sprawozdanie"), blank=True)
    reported_on = models.DateField(null=True)
    ended_on = models.DateField(null=True, help_text="the day of settlement or cancellation; retention counts from it")
    search_text = models.CharField(max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    # What the form that planned it carried: a second click finds the first.
    once = models.CharField(max_length=32, unique=True, null=True)
    planned_at = models.DateTimeField()

    objects = TripQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-starts_on", "-id"], name="trip_of_unit"),
            models.Index(fields=["state", "ends_on"], name="trip_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="trip_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="trip_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def chain(self) -> str:
        return f"trip:{self.public_id}"

    @property
    def where(self) -> str:
        """The place, with its country when it lies abroad."""
        return f"{self.place}, {self.country}" if self.country else self.place

    @property
    def named(self) -> list[str]:
        """Who travels: "Jan Przykład, tłumacz"."""
        return [", ".join(part for part in (each["name"], each["role"]) if part) for each in self.people]

    @property
    def days(self) -> list[tuple[date, list[dict[str, str]]]]:
        """The programme day by day."""
        grouped = groupby(self.points, key=lambda point: point["day"])
        return [(date.fromisoformat(day), list(points)) for day, points in grouped]


class Side(models.TextChoices):
    PLANNED = "planned", _("plan")
    ACTUAL = "actual", _("wykonanie")


class CostKind(models.TextChoices):
    TRANSPORT = "transport", _("przejazdy")
    LODGING = "lodging", _("noclegi")
    ALLOWANCE = "allowance", _("diety")
    FEE = "fee", _("opłaty za udział")
    INSURANCE = "insurance", _("ubezpieczenie")
    INTERPRETING = "interpreting", _("tłumaczenia")
    OTHER = "other", _("inne")


class Cost(models.Model):
    """A cost, planned or actual: its amount in its currency, the rate of one unit and the day of that rate, the amount in PLN."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="costs")
    side = models.CharField(max_length=10, choices=Side.choices)
    kind = models.CharField(max_length=20, choices=CostKind.choices)
    note = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(validators=[MinValueValidator(0)], **AMOUNT)
    currency = models.CharField(max_length=3, default=PLN)
    rate = models.DecimalField(max_digits=12, decimal_places=6, default=1)
    rate_on = models.DateField(null=True, blank=True)
    pln = models.DecimalField(**AMOUNT)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(currency=PLN, rate=1, rate_on=None)
                | (~Q(currency=PLN) & Q(rate_on__isnull=False, rate__gt=0)),
                name="cost_foreign_with_rate",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0, pln__gte=0), name="cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount} {self.currency}"


class FileKind(models.TextChoices):
    MATERIAL = "material", _("materiał ze spotkania")
    REPORT = "report", _("załącznik sprawozdania")
    COST = "cost", _("dowód kosztu")


class TripFile(models.Model):
    """A file of a trip; a removed one keeps its hash, its bytes and name are gone."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trip", "sha256"], condition=Q(removed_at=None), name="trip_file_once")
        ]

    def __str__(self) -> str:
        return self.name
