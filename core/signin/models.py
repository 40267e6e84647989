"""Invitations: a person is asked by e-mail to take a hat."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.hats import KINDS
from core.accounts.models import public_id


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked, also when they have run out."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """One hat offered to one e-mail address. Only a hash of its token is kept; the letter carries the token itself."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("adres e-mail"))
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "key"]), models.Index(fields=["email"])]

    def __str__(self) -> str:
        return self.label

    @property
    def chain(self) -> str:
        return f"invitation:{self.public_id}"

    @property
    def kind_label(self) -> str:
        """What the hat it offers is called, without what it is worn for."""
        return KINDS[self.kind].label

    @property
    def label(self) -> str:
        """The hat it offers, as hats are shown."""
        return f"{self.kind_label}: {self.title}" if self.title else self.kind_label
