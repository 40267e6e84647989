"""The table of remarks."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.workflow.machine import Machine
from office.feedback.states import MACHINE, State


class Kind(models.TextChoices):
    REMARK = "remark", _("Uwaga, błąd albo pytanie dotyczące strony")
    ACCESSIBILITY = "accessibility", _("Żądanie zapewnienia dostępności cyfrowej")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def waiting(self) -> "FeedbackQuerySet":
        return self.filter(state=State.WAITING)

    def judged(self, on: date) -> "FeedbackQuerySet":
        """With `late`: whether the day for an answer has passed without one."""
        late = models.Q(state=State.WAITING, due_on__isnull=False, due_on__lt=on)
        return self.annotate(late=models.ExpressionWrapper(late, output_field=models.BooleanField()))


class Feedback(models.Model):
    """One remark as it was sent; `due_on` is the last day for an answer, which remarks of earlier have not."""

    MACHINE: ClassVar[Machine] = MACHINE
    PERSONAL_FIELDS: ClassVar = ("name", "email", "other_contact", "text", "answer")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    page = models.CharField(max_length=300, help_text="path on this site")
    text = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    other_contact = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page}"

    @property
    def chain(self) -> str:
        return f"feedback:{self.public_id}"
