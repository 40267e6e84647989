"""The list of experts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id


class Expert(models.Model):
    """A person on the list of experts; `spheres` are codes of art. 4 ust. 1."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert")
    spheres = models.JSONField(_("dziedziny"), default=list)
    listed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def chain(self) -> str:
        return f"expert:{self.public_id}"
