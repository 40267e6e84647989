"""Tables of cases: classes of the file plan (JRWA), counters, registered cases."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.cases.states import MACHINE, State
from office.structure.models import Unit


class FileClassQuerySet(models.QuerySet["FileClass"]):
    def valid(self, on: date) -> "FileClassQuerySet":
        """Classes under which a case may be registered on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class FileClass(models.Model):
    """A class of the file plan (JRWA); an editable table, since the voivodeship list is not verified."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    symbol = models.CharField(_("symbol"), max_length=10)
    title = models.CharField(_("hasło"), max_length=300)
    category = models.CharField(_("kategoria archiwalna"), max_length=10)
    valid_from = models.DateField(_("obowiązuje od"))
    valid_to = models.DateField(_("obowiązuje do"), null=True, blank=True)
    verified = models.BooleanField(_("sprawdzono z wykazem akt"), default=False)

    objects = FileClassQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["symbol", "valid_from"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["symbol", "valid_from"], name="file_class_once")]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"

    @property
    def chain(self) -> str:
        return f"file-class:{self.symbol}"


class Counter(models.Model):
    """The last number given in a unit, class, year and group (0 for none); locked while the next one is given."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    symbol = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    group = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "symbol", "year", "group"], name="counter_once_in_group")
        ]

    def __str__(self) -> str:
        return f"{self.unit.code}.{self.symbol}.{self.group}.{self.year}: {self.last}"


def search_key(sign: str, title: str) -> str:
    """What a search looks into: the sign with its dots and the folded title."""
    return f"{sign.lower()} {fold(title)}"[:400]


class CaseQuerySet(models.QuerySet["Case"]):
    def matching(self, text: str) -> "CaseQuerySet":
        """Cases whose sign or title holds every word; what has dots is a part of a sign."""
        words = [part for word in text.split() for part in ([word.lower()] if "." in word else fold(word).split())]
        rows = self
        for word in words[:12]:
            rows = rows.filter(search_key__contains=word)
        return rows

    def overdue(self, on: date) -> "CaseQuerySet":
        """Open cases whose term has passed."""
        return self.filter(state=State.OPEN, due_on__lt=on)

    def judged(self, on: date) -> "CaseQuerySet":
        """With `late`: whether the term passed while the case was open."""
        late = Q(state=State.OPEN, due_on__isnull=False, due_on__lt=on)
        return self.annotate(late=models.ExpressionWrapper(late, output_field=models.BooleanField()))


class Case(models.Model):
    """A registered case with its sign, for example KMIII.614.1.2026; a cancelled one keeps its number.

    `is_group` says that its number was set apart for a group; the cases within are numbered under it. `category` is the archival
    one of the class on the day of registration, `keep_until` the last day of keeping (None while open, and for ever).
    """

    MACHINE: ClassVar[Machine] = MACHINE

    sign = models.CharField(_("znak sprawy"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    symbol = models.CharField(_("klasa"), max_length=10)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    group = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    is_group = models.BooleanField(_("grupa spraw"), default=False)
    title = models.CharField(_("tytuł"), max_length=300)
    search_key = models.CharField(max_length=400, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("kategoria archiwalna"), max_length=10, blank=True)
    opened_at = models.DateTimeField(_("wszczęto"))
    due_on = models.DateField(_("termin załatwienia"), null=True, blank=True)
    state = models.CharField(_("stan"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(_("zakończono"), null=True)
    keep_until = models.DateField(_("przechowywać do"), null=True)
    # What the form that registered it carried: a second click finds the first.
    once = models.CharField(max_length=16, unique=True, null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "-opened_at", "-id"], name="case_of_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "symbol", "number", "year"], condition=Q(group=None), name="case_number_once"
            ),
            models.UniqueConstraint(
                fields=["group", "number"], condition=Q(group__isnull=False), name="case_number_once_in_group"
            ),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def chain(self) -> str:
        return f"case:{self.sign}"
