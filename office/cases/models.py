"""Tables of cases: classes of the file plan (JRWA), counters, registered cases."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from office.structure.models import Unit


class FileClass(models.Model):
    """A class of the file plan (JRWA); an editable table, since the voivodeship list is not verified."""

    symbol = models.CharField(_("symbol"), max_length=10)
    title = models.CharField(_("hasło"), max_length=300)
    category = models.CharField(_("kategoria archiwalna"), max_length=10)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["symbol", "valid_from"], name="file_class_once")]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class Counter(models.Model):
    """The last number given in a unit, class and year; locked while the next one is given."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    symbol = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "symbol", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.unit.code}.{self.symbol}.{self.year}: {self.last}"


class Case(models.Model):
    """A registered case with its sign, for example KMIII.614.1.2026."""

    sign = models.CharField(_("znak sprawy"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    symbol = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    title = models.CharField(_("tytuł"), max_length=300)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "symbol", "number", "year"], name="case_number_once")
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def chain(self) -> str:
        return f"case:{self.sign}"
