"""Tables of papers to sign: the paper, its versions, the counter of the year."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.files.models import KeptFile
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.board.models import BoardMember
from office.papers.states import LIVE, MACHINE, State
from office.structure.models import Unit


class Kind(models.TextChoices):
    LETTER = "letter", _("pismo")
    AGREEMENT = "agreement", _("umowa albo porozumienie")
    AUTHORISATION = "authorisation", _("upoważnienie albo pełnomocnictwo")
    DECISION = "decision", _("decyzja albo zarządzenie")
    OTHER = "other", _("inny dokument")


class PaperNumber(models.Model):
    """The last number of a year; locked while the next one is given."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last}/{self.year}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def matching(self, text: str) -> "PaperQuerySet":
        """Papers whose number, title or unit holds every word."""
        rows = self
        for word in fold(text).split()[:12]:
            rows = rows.filter(search_key__contains=word)
        return rows

    def live(self) -> "PaperQuerySet":
        """Neither signed nor withdrawn."""
        return self.filter(state__in=LIVE)

    def overdue(self, on: date) -> "PaperQuerySet":
        """Live ones whose day has passed."""
        return self.live().filter(due_on__lt=on)


class Paper(models.Model):
    """A paper that a unit puts before a member of the Board; `found` is what the check found, by point.

    `forgotten_at` is set when its title and files went after their time; the paper itself stays in the files of its case.
    """

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("rodzaj"), max_length=15, choices=Kind.choices)
    title = models.CharField(_("czego dotyczy"), max_length=300)
    search_key = models.CharField(max_length=600)
    signatory = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("podpis potrzebny do"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)
    return_reason = models.CharField(_("powód zwrotu"), max_length=1000, blank=True)
    signed_on = models.DateField(_("podpisano"), null=True)
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=16, unique=True, null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-submitted_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="paper_number_once")]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="paper_due")]

    def __str__(self) -> str:
        return f"Dokument do podpisu {self.sign}"

    @property
    def sign(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def chain(self) -> str:
        return f"paper:{self.public_id}"


class PaperFile(KeptFile):
    """A version of a paper; the last one counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    version = models.PositiveSmallIntegerField()

    class Meta(KeptFile.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "version"], name="paper_version_once")]
