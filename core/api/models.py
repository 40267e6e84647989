"""The table of API keys: a key acts as one person in one hat, within its scopes; only a hash of its secret is kept."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Hat, User, public_id


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, at: datetime) -> "ApiTokenQuerySet":
        """Keys that open something: neither revoked nor expired, of an active person who still wears the hat."""
        return self.filter(Q(revoked_at=None), Q(expires_at__gt=at), Q(user__is_active=True), Q(hat__withdrawn_at=None))


class ApiToken(models.Model):
    """A key of the API. `prefix` is the part of the secret that may be shown, `secret_hash` is SHA-256 of the whole."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nazwa klucza"), max_length=100)
    scopes = models.JSONField(_("zakresy"), default=list)
    prefix = models.CharField(max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return self.user.chain
