"""The table of resolutions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from office.structure.models import Unit


class Body(models.TextChoices):
    BOARD = "board", _("Zarząd")
    ASSEMBLY = "assembly", _("Sejmik")


class Resolution(models.Model):
    """A resolution as it was adopted: its body, number, date and title; `unit` prepared it."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    body = models.CharField(_("organ"), max_length=10, choices=Body.choices)
    number = models.CharField(_("numer uchwały"), max_length=40)
    adopted_on = models.DateField(_("data podjęcia"))
    title = models.CharField(_("w sprawie"), max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="resolutions")

    class Meta:
        ordering: ClassVar = ["-adopted_on", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "number"], name="resolution_once")]

    def __str__(self) -> str:
        return f"{self.get_body_display()}: uchwała nr {self.number}"

    @property
    def chain(self) -> str:
        return f"resolution:{self.public_id}"
