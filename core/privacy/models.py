"""Tables of privacy: copies of own data that wait to be taken, requests for erasure."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id


class OwnDataCopy(models.Model):
    """A copy of a person's data that they asked for; the file is deleted when its time is over."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="copies", blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.public_id


class Outcome(models.TextChoices):
    ERASED = "erased", _("dane usunięte")
    REFUSED = "refused", _("odmowa usunięcia")


class ErasureRequest(models.Model):
    """A person's request to be forgotten (RODO art. 17); `answer` is what was said of what may and may not be erased."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField(help_text="the last day for an answer: a month after the request (art. 12 ust. 3)")
    answer = models.JSONField(default=list, help_text="sentences: what binds the account, with the basis of each")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)

    PERSONAL_FIELDS: ClassVar = ("text", "reason")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(decided_at=None), name="erasure_waits_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.asked_at:%Y-%m-%d}"

    @property
    def chain(self) -> str:
        return self.user.chain
