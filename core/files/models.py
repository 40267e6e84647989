"""What every kept file says of itself; a stage adds what the file belongs to."""

from typing import ClassVar

from django.db import models

from core.accounts.models import public_id


class KeptFile(models.Model):
    """A file that somebody brought, as it was checked: its safe name, kind, size, hash, and where its bytes are."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    added_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
