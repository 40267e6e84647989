"""The table of corrections: which fields of an offer its organisation may change once, until when, and what became of it."""

from django.conf import settings
from django.db import models

from competitions.offers.models import Offer, OfferVersion
from core.accounts.models import public_id


class Correction(models.Model):
    """The one call to correct an offer. `fields` are codes of the form; no fields or files: only the signature is to be put right."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="correction")
    base = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(help_text="codes of the form's fields that may be changed")
    files = models.JSONField(default=list, help_text="titles of the attachments that may be added or replaced")
    sign_again = models.BooleanField(help_text="the confirmation has to be signed and delivered again")
    reason = models.TextField()
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateTimeField()
    content = models.JSONField(default=dict, help_text="what is typed into the unlocked fields")
    row_keys = models.JSONField(default=dict, help_text="code of a table → the keys of its rows, in their order")
    revision = models.PositiveIntegerField(default=0, help_text="grows with every saved change")
    saved_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(
        null=True, blank=True, help_text="last saved after the term: the text is kept, never submitted"
    )
    version = models.OneToOneField(OfferVersion, null=True, on_delete=models.PROTECT, related_name="correction")
    corrected_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_id

    @property
    def written(self) -> bool:
        """Whether something is to be written or attached, and not only signed."""
        return bool(self.fields or self.files)

    @property
    def chain(self) -> str:
        return self.offer.chain
