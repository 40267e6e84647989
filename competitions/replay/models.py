"""The table of replays: what the last one of a competition came to."""

from typing import ClassVar

from django.db import models

from competitions.calls.models import Competition


class Replay(models.Model):
    """The last replay of a competition. `missing` says why it cannot be recomputed, for what was done before it could."""

    competition = models.OneToOneField(Competition, on_delete=models.PROTECT, related_name="replay")
    replayed_at = models.DateTimeField()
    entries = models.PositiveIntegerField(help_text="how many entries of the ledger were played")
    documents = models.JSONField(
        help_text="of those made again or faulty: {public_id, title, kind, replayed, recorded, found, fault}"
    )
    intact = models.PositiveIntegerField(help_text="how many other documents are as they were issued")
    faults = models.JSONField(help_text="every difference in words, the first ones; the whole number is in `count`")
    count = models.PositiveIntegerField(help_text="how many differences there are")
    missing = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.competition_id}: {self.count}"

    @property
    def agrees(self) -> bool:
        return not self.count and not self.missing
