"""Tables of the ledger: entries, the head of every chain, checkpoints and verifications, and reads of personal records."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Head(models.Model):
    """The end of one chain; writers of that chain queue on this row and on no other."""

    chain = models.CharField(max_length=80, unique=True)
    seq = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}"


class Entry(models.Model):
    """One thing that happened. The database itself refuses to change or delete it (triggers in migrations)."""

    chain = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=80, blank=True, help_text="name of the system actor, when no person acted")
    hat_kind = models.CharField(max_length=40, blank=True)
    hat_key = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="entry_once_in_chain")]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.verb}"


class Checkpoint(models.Model):
    """A digest over all heads at a moment; rewriting any chain from its start breaks the next checkpoint."""

    at = models.DateTimeField()
    entries = models.BigIntegerField()
    heads = models.JSONField(help_text="chain → [seq, hash]")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.hash[:12]}"


class Verification(models.Model):
    """What one walk over the whole ledger found."""

    at = models.DateTimeField()
    entries = models.BigIntegerField(help_text="how many entries there were")
    chains = models.BigIntegerField()
    faults = models.JSONField(default=list, help_text="the first fault of each broken chain, in words")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {len(self.faults)}"


class PersonalRead(models.Model):
    """Who read a record with personal data, written by the page mechanism (KRI § 20 ust. 4)."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    hat_kind = models.CharField(max_length=40, blank=True)
    hat_key = models.CharField(max_length=64, blank=True)
    page = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "at"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.subject_kind} {self.subject_id}"
