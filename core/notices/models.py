"""The outbox: one row per letter, with its text as it was sent."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id


class State(models.TextChoices):
    WAITING = "waiting", _("czeka na wysłanie")
    SENDING = "sending", _("w trakcie wysyłania")
    SENT = "sent", _("wysłane")
    FAILED = "failed", _("niedoręczone")
    WITHDRAWN = "withdrawn", _("wycofane przed wysłaniem")
    DESK = "desk", _("tylko na pulpicie")


# Letters that nobody will send any more.
OVER = (State.SENT, State.FAILED, State.WITHDRAWN, State.DESK)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, at: datetime) -> "NoticeQuerySet":
        """Letters to be sent now; also those whose sender let its lease run out."""
        return self.filter(
            models.Q(state=State.WAITING, not_before=None)
            | models.Q(state=State.WAITING, not_before__lte=at)
            | models.Q(state=State.SENDING, lease_until__lt=at)
        )

    def bulk(self) -> "NoticeQuerySet":
        """Letters of a mailing to many, which one can opt out of."""
        return self.exclude(unsubscribe="")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """A letter to a user (with a copy on their desk) or to a bare address."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices")
    email = models.EmailField(help_text="where it goes; of a user, as it was when the notice was written")
    template = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300, blank=True, help_text="path on this site")
    unsubscribe = models.CharField(
        max_length=300, blank=True, help_text="path on this site where the addressee opts out of such letters"
    )
    secret = models.BooleanField(
        default=False, help_text="carries a key: its text and link are forgotten once it is sent"
    )
    chain = models.CharField(max_length=80, help_text="the case file it belongs to")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    hidden = models.BooleanField(
        default=False, help_text="the addressee is excluded from the case: their desk has it no more"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(null=True, help_text="when the next attempt is due; empty: at once")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["user", "read_at"]),
            models.Index(fields=["user", "created_at"]),
            models.Index(fields=["subject_kind", "subject_id"]),
        ]

    def __str__(self) -> str:
        return self.subject


class RefusedAddress(models.Model):
    """An address that a mail server refused for good: only letters with a key go there until its owner confirms it."""

    PERSONAL_FIELDS: ClassVar = ("email",)

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    email = models.EmailField(unique=True, help_text="in small letters")
    refused_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, help_text="when a letter to confirm it was last sent")

    class Meta:
        ordering: ClassVar = ["-refused_at", "-pk"]

    def __str__(self) -> str:
        return self.email

    @property
    def chain(self) -> str:
        return f"address:{self.public_id}"
