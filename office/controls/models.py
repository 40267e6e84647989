"""Tables of the book of controls: controls, their files, their recommendations."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.files.models import KeptFile
from core.tables.folding import fold
from core.workflow.machine import Machine
from office.controls.states import CONTROL, RECOMMENDATION, Progress, State
from office.structure.models import Unit


class ControlNumber(models.Model):
    """The last number of a year; locked while the next one is given."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last}/{self.year}"


class ControlQuerySet(models.QuerySet["Control"]):
    def matching(self, text: str) -> "ControlQuerySet":
        """Controls whose sign, body, scope, authorisation or unit holds every word."""
        rows = self
        for word in fold(text).split()[:12]:
            rows = rows.filter(search_key__contains=word)
        return rows

    def overdue(self, on: date) -> "ControlQuerySet":
        """Those with an answer, reservations or a recommendation whose term has passed."""
        return self.filter(overdue(on))


class Control(models.Model):
    """A control of the office by a body that may control it, under the next number of its year.

    `unit` is the one controlled, none for the whole office. The terms of reservations and of the answer stand in what the body
    sent: acts differ.
    """

    MACHINE: ClassVar[Machine] = CONTROL

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    body = models.CharField(_("organ kontroli"), max_length=200)
    authorisation = models.CharField(_("numer upoważnienia"), max_length=80)
    scope = models.TextField(_("zakres kontroli"))
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField(_("od dnia"))
    ends_on = models.DateField(_("do dnia"), null=True)
    protocol_on = models.DateField(_("protokół otrzymano"), null=True)
    reservations_due = models.DateField(_("zastrzeżenia do"), null=True)
    reservations_on = models.DateField(_("zastrzeżenia wysłano"), null=True)
    recommended_on = models.DateField(_("wystąpienie otrzymano"), null=True)
    answer_due = models.DateField(_("odpowiedź do"), null=True)
    answered_on = models.DateField(_("odpowiedziano"), null=True)
    search_key = models.CharField(max_length=1200)
    entered_at = models.DateTimeField()
    once = models.CharField(max_length=16, unique=True, null=True)

    objects = ControlQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="control_number_once")]

    def __str__(self) -> str:
        return f"Kontrola {self.sign}"

    @property
    def sign(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def chain(self) -> str:
        return f"control:{self.public_id}"


class ControlFile(KeptFile):
    """A paper of a control: the authorisation, the protocol, reservations, recommendations, the answer."""

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(_("co to jest"), max_length=100)

    class Meta(KeptFile.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["control", "sha256"], name="control_file_once")]


class Recommendation(models.Model):
    """What the body recommends, which unit does it and by when; `how` says what was done."""

    MACHINE: ClassVar[Machine] = RECOMMENDATION

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("zalecenie"))
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("termin"))
    state = models.CharField(max_length=10, choices=Progress.choices, default=Progress.OPEN)
    executed_on = models.DateField(_("wykonano"), null=True)
    how = models.TextField(_("jak wykonano"), blank=True)
    once = models.CharField(max_length=16, unique=True, null=True)

    class Meta:
        ordering: ClassVar = ["control", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["control", "number"], name="recommendation_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="recommendation_due")]

    def __str__(self) -> str:
        return f"{self.control.sign}: zalecenie {self.number}"

    @property
    def chain(self) -> str:
        return self.control.chain


def overdue(on: date) -> Q:
    """Controls with reservations, an answer or a recommendation whose term has passed."""
    late = Recommendation.objects.filter(state=Progress.OPEN, due_on__lt=on)
    return (
        Q(state=State.REPORTED, reservations_due__lt=on, reservations_on=None)
        | Q(state=State.FOLLOWED, answer_due__lt=on, answered_on=None)
        | Q(pk__in=late.values("control"))
    )
