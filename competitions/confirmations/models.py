"""The table of receipts: which signed confirmation came, of which version, when, by which way, signed by whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.offers.models import Offer, OfferVersion
from core.accounts.models import public_id


class Channel(models.TextChoices):
    """The way by which a signed confirmation reaches the office."""

    PAPER = "paper", _("papier")
    E_DELIVERY = "e-delivery", _("e-Doręczenia")
    SIGNED_PDF = "signed_pdf", _("podpis elektroniczny na PDF")


class Receipt(models.Model):
    """A confirmation as the office received it; written once, never changed."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveSmallIntegerField(help_text="1, 2, … among the receipts of the offer")
    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="receipts")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    received_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True, help_text="where the day of posting decides")
    signed_by = models.JSONField(
        help_text='rows of {"name", "function", "confirmed"}: who signed, as the office knew them'
    )
    others = models.CharField(
        max_length=300, blank=True, help_text="signatures of people the organisation has not named"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["offer", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "number"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.offer_id}.{self.number}"

    @property
    def chain(self) -> str:
        return self.offer.chain
