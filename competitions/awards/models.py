"""The table of awards."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.offers.models import Offer


class Award(models.Model):
    """What the Board decided on an offer; `amount` in PLN, zero when refused; `reason` explains refusal or departure."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="award")
    granted = models.BooleanField()
    amount = models.DecimalField(_("przyznana dotacja [zł]"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("uzasadnienie"))
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(granted=True, amount__gt=0) | models.Q(granted=False, amount=0),
                name="award_amount_follows_decision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.amount}"
