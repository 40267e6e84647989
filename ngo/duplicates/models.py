"""Tables of duplicates: what was merged into what, so that it can be undone, and pairs that are no duplicates."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from ngo.registry.models import Organisation


class Merge(models.Model):
    """One record absorbed by another.

    `values`: {"before": {field: what the record that stays had}, "after": {field: what it has since},
    "absorbed": {field: what the absorbed one had}, "origins": {field: where the replaced values came from}}.
    `moved`: {"rows": {"competitions.offer.organisation": [primary keys]}, "left": the same of rows that could not move,
    "hats": [primary keys], "withdrawn": [primary keys], "invitations": [primary keys], "names": [primary keys of rows made]}.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("podstawa"), max_length=500)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    last_entry = models.BigIntegerField(
        default=0, help_text="the ledger's last entry of the merge; later ones came after"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-merged_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=models.Q(undone_at=None), name="absorbed_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"

    @property
    def chain(self) -> str:
        return self.kept.chain


class Dismissal(models.Model):
    """Two organisations that look alike and are two; `first` is the one with the lower primary key."""

    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("powód"), max_length=500)
    dismissed_at = models.DateTimeField()
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="pair_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class Candidate(models.Model):
    """A pair that may be one organisation, found by the last search through the whole register.

    Keys without a constraint: it is only a hint, made anew by the next search, and keeps no record from being removed.
    `one` is the lower primary key, `bits` are the reasons (see ngo.registry.resemblance).
    """

    one = models.BigIntegerField()
    other = models.BigIntegerField()
    bits = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["-bits", "one", "other"]
        indexes: ClassVar = [models.Index(fields=["-bits", "one", "other"], name="candidates_surest")]

    def __str__(self) -> str:
        return f"{self.one} ? {self.other}"
