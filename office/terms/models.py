"""Tables of terms: absences with their deputies, terms escalated to somebody, how often a person wants the digest."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from office.structure.models import Unit
from office.terms.states import Step


class Often(models.TextChoices):
    NONE = "none", _("wcale")
    DAILY = "daily", _("w każdy dzień roboczy")
    WEEKLY = "weekly", _("raz w tygodniu, w pierwszy dzień roboczy")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        """Absences that were not called off."""
        return self.filter(called_off_at=None)

    def valid(self, on: date) -> "AbsenceQuerySet":
        """Those who are away on a day."""
        return self.standing().filter(first_day__lte=on, last_day__gte=on)


class Absence(models.Model):
    """A person is away from a day to a day, both included; the deputy sees and does what is theirs. No reason is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField(_("od dnia"))
    last_day = models.DateField(_("do dnia"))
    entered_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-first_day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="absence_deputy_is_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["deputy", "last_day"], name="absence_of_deputy")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.first_day} – {self.last_day}"

    @property
    def chain(self) -> str:
        return f"absence:{self.public_id}"


class Escalation(models.Model):
    """A late term was shown to somebody: once for each step, by the database itself."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    source = models.CharField(max_length=20, help_text="code of the kind of things (office.terms.sources)")
    ref = models.CharField(max_length=40, help_text="by which its page is found")
    due_on = models.DateField(help_text="the term it was about; a moved one is escalated anew")
    step = models.CharField(max_length=10, choices=Step.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "ref", "due_on", "step", "user"], name="escalation_once")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "source"], name="escalation_of_user")]

    def __str__(self) -> str:
        return f"{self.source} {self.ref}: {self.step}"

    @property
    def chain(self) -> str:
        return f"escalation:{self.public_id}"


class DigestChoice(models.Model):
    """How often a person wants their terms by e-mail, and the last day on which they got them; without a row never."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    often = models.CharField(max_length=10, choices=Often.choices, default=Often.NONE)
    sent_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.often}"
