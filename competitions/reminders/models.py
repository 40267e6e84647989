"""Tables of reminders: which were given, and which of them a person wants by e-mail."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.offers.models import Offer


class Kind(models.TextChoices):
    DRAFT = "draft", _("oferta nie jest złożona, a nabór się kończy")
    CONFIRMATION = "confirmation", _("urząd nie dostał jeszcze podpisanego potwierdzenia")


class Reminder(models.Model):
    """A reminder given to a person. The database itself refuses a second one of the same step before the same term."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    due = models.DateTimeField(help_text="the term it was about; a moved one is reminded of anew")
    step = models.PositiveSmallIntegerField(help_text="days before the term")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "user", "kind", "due", "step"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.kind} −{self.step}"


class ReminderChoice(models.Model):
    """Whether a person wants reminders of a kind by e-mail; without a row they do. The desk shows them all."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    by_email = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="reminder_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"
