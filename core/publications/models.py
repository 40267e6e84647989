"""The table of publications."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.documents.models import Document


class Place(models.TextChoices):
    """The three places in which an authority announces."""

    BIP = "bip", _("Biuletyn Informacji Publicznej")
    BOARD = "board", _("tablica ogłoszeń w siedzibie")
    WEBSITE = "website", _("strona internetowa")


class Publication(models.Model):
    """One publication of a row's content in one place (UDIP art. 8 ust. 6); `sha256` is the proof of what was published."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    chain = models.CharField(max_length=80)
    place = models.CharField(max_length=10, choices=Place.choices)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_by_system = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="publications")
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["published_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "place", "document"], name="published_once_in_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}, {self.published_at:%Y-%m-%d %H:%M}"
