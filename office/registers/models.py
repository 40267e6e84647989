"""Tables of the registers: entries with their particulars, keys they are found by, series of numbers, files."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id


class Series(models.Model):
    """The last number given in a register and a year; locked while the next one is given."""

    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "year"], name="register_series_once")]

    def __str__(self) -> str:
        return f"{self.register}/{self.year}: {self.last}"


class KnownField(models.Model):
    """A field that entries were written with, as its file then said; entries stay readable when the file says it no more."""

    register = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    options = models.JSONField(default=list)
    personal = models.BooleanField()
    visibility = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "code"], name="known_field_once")]

    def __str__(self) -> str:
        return f"{self.register}.{self.code}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def overdue(self, on: date) -> "EntryQuerySet":
        """Entries with a term that has passed and was not done."""
        return self.filter(due_on__lt=on, cancelled_at=None)

    def due(self) -> "EntryQuerySet":
        """Entries with a term that was not done."""
        return self.filter(due_on__isnull=False, cancelled_at=None)


class Entry(models.Model):
    """One entry: its particulars by field, and what is told of them for lists, the desk and the clock."""

    PERSONAL_FIELDS: ClassVar = ("particulars", "search_text")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    sign = models.CharField(_("numer"), max_length=40)
    title = models.CharField(max_length=200)
    particulars = models.JSONField(default=dict)
    search_text = models.TextField(blank=True)
    once = models.CharField(max_length=64, null=True, help_text="of its form: the same form sent twice is one entry")
    revision = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    public_from = models.DateField(null=True)
    counted_from = models.DateField(help_text="the day that retention counts from")
    personal = models.BooleanField(help_text="whether anything personal is still kept")
    cancelled_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="entry_number_once"),
            models.UniqueConstraint(fields=["register", "once"], name="entry_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["register", "due_on"], name="entry_due"),
            models.Index(fields=["register", "personal", "counted_from"], name="entry_retention"),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def chain(self) -> str:
        return f"entry:{self.public_id}"


class Cell(models.Model):
    """What an entry is found and sorted by in one field: a row for each field that can be filtered, an empty one too."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="cells")
    register = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["register", "field", "key", "entry"], name="cell_key")]

    def __str__(self) -> str:
        return f"{self.field}: {self.key}"


class EntryFile(models.Model):
    """A file of an entry; a removed one keeps its name and hash, its bytes are gone."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
