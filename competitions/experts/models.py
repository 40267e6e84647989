"""The list of experts, and the days on which they do not work."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from competitions.experts.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine


class ExpertQuerySet(models.QuerySet["Expert"]):
    def standing(self, on: date) -> "ExpertQuerySet":
        """Those on the list on a day: neither suspended nor removed, their time on it not over."""
        return self.filter(Q(listed_until=None) | Q(listed_until__gte=on), state=State.LISTED)

    def assignable(self, on: date) -> "ExpertQuerySet":
        """Those who may be given an offer on a day: on the list, with an account at work, and not away on that day."""
        away = Absence.objects.on(on).filter(expert=OuterRef("pk"))
        return self.standing(on).filter(~Exists(away), user__is_active=True)


class Expert(models.Model):
    """A person on the list of experts; `spheres` are codes of art. 4 ust. 1, `limit` the most cards in one competition."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert")
    spheres = models.JSONField(_("dziedziny"), default=list)
    listed_at = models.DateTimeField()
    listed_until = models.DateField(_("na liście do"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LISTED)
    limit = models.PositiveSmallIntegerField(
        _("najwięcej kart w jednym konkursie"), null=True, blank=True, help_text=_("Puste: bez własnego limitu.")
    )

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.user)

    def takes(self, holds: int) -> bool:
        """Whether the expert's own limit leaves room beside the cards they hold in a competition."""
        return self.limit is None or holds < self.limit

    @property
    def chain(self) -> str:
        return f"expert:{self.public_id}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        """Those that hold on a day."""
        return self.filter(away_from__lte=day, away_to__gte=day)


class Absence(models.Model):
    """Days on which an expert takes no offers, the first and the last of them."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="absences")
    away_from = models.DateField(_("nieobecność od"))
    away_to = models.DateField(_("nieobecność do"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["away_from", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(away_to__gte=F("away_from")), name="absence_days")]

    def __str__(self) -> str:
        return f"{self.away_from} – {self.away_to}"

    @property
    def chain(self) -> str:
        return self.expert.chain
