"""Tables of messages: the thread of an offer with whose turn it is, and what was written in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.offers.models import Offer
from core.accounts.models import public_id


class Side(models.TextChoices):
    """Who writes to whom: the organisation that began the offer and the office."""

    ORGANISATION = "organisation", _("organizacja")
    OFFICE = "office", _("urząd")


class Thread(models.Model):
    """The correspondence about one offer; `turn` is the side that is to answer now, empty when none is."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="thread")
    turn = models.CharField(max_length=12, choices=Side.choices, blank=True)
    last_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["turn", "last_at"])]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.turn}"


class Message(models.Model):
    """A message as it was written; never changed. `read_at` is when somebody of the other side first read it."""

    PERSONAL_FIELDS: ClassVar = ("text",)

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=12, choices=Side.choices)
    text = models.TextField(_("wiadomość"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=64, help_text="of its form and its text: the same sent twice is one message")

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["thread", "once"], name="message_once")]

    def __str__(self) -> str:
        return str(_("Wiadomość w sprawie oferty"))

    @property
    def chain(self) -> str:
        return self.thread.offer.chain
