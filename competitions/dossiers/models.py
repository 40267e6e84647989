"""The table of dossiers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from competitions.calls.models import Competition
from competitions.offers.models import Offer
from core.accounts.models import Hat, public_id


class DossierQuerySet(models.QuerySet["Dossier"]):
    def of(self, case: Competition | Offer) -> "DossierQuerySet":
        """Those of one offer, or those of a whole competition."""
        return self.filter(offer=case) if isinstance(case, Offer) else self.filter(competition=case, offer=None)


class Dossier(models.Model):
    """A dossier that somebody asked for in a hat: of one offer, or of a whole competition. The file ends, the entry stays."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, related_name="+", help_text="what it may hold")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="dossiers", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["competition", "hat"],
                condition=Q(made_at=None, offer=None),
                name="dossier_of_competition_waits_once",
            ),
            models.UniqueConstraint(
                fields=["offer", "hat"], condition=Q(made_at=None), name="dossier_of_offer_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def case(self) -> Competition | Offer:
        """What it is a dossier of."""
        return self.offer or self.competition

    @property
    def chain(self) -> str:
        return self.case.chain
