"""The table of issued documents."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.accounts.models import public_id


class Document(models.Model):
    """An issued document: its file, the hash of its bytes and of the data it says. Never changed, never rendered again."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=400)
    chain = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField()
    data_sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["issued_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id", "version"], name="document_once_a_version"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return reverse("document", args=[self.public_id])
