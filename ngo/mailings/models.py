"""Tables of mailings: the letter, and one row for every address it goes to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.notices.models import Notice
from core.notices.models import State as Sending
from core.workflow.machine import Machine
from ngo.contacts.models import ContactList
from ngo.mailings.states import MACHINE, State


class Mailing(models.Model):
    """One letter to a contact list, as staff wrote it: plain text, `{nazwa}` stands for the addressee's name."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    contact_list = models.ForeignKey(ContactList, on_delete=models.PROTECT, related_name="mailings")
    subject = models.CharField(_("temat"), max_length=180)
    text = models.TextField(_("treść"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def chain(self) -> str:
        return f"mailing:{self.public_id}"


class LetterQuerySet(models.QuerySet["MailingLetter"]):
    def pending(self) -> "LetterQuerySet":
        """Those neither in the outbox nor stopped by their addressee."""
        return self.filter(notice=None, opted_out_at=None)

    def tallied(self) -> dict[str, int]:
        """How many letters there are, by what became of them."""
        queued = Q(notice__state__in=(Sending.WAITING, Sending.SENDING))
        unwritten = Q(notice=None)
        left = Q(opted_out_at__isnull=False)
        return self.aggregate(
            total=Count("pk"),
            sent=Count("pk", filter=Q(notice__state=Sending.SENT)),
            failed=Count("pk", filter=Q(notice__state=Sending.FAILED)),
            waiting=Count("pk", filter=queued | unwritten & Q(opted_out_at=None)),
            opted_out=Count("pk", filter=Q(notice__state=Sending.WITHDRAWN) | unwritten & left),
            left_after=Count("pk", filter=Q(notice__state=Sending.SENT) & left),
        )


class MailingLetter(models.Model):
    """The letter to one address. The database itself refuses a second one of the same mailing."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="letters")
    email = models.EmailField()
    key = models.CharField(max_length=254)
    name = models.CharField(max_length=400)
    reason = models.TextField(help_text="why the addressee gets it, as the letter says")
    given_at = models.DateTimeField(
        null=True, help_text="from when the consent counts; empty: an institution's address"
    )
    notice = models.OneToOneField(Notice, null=True, on_delete=models.PROTECT, related_name="+")
    opted_out_at = models.DateTimeField(
        null=True, help_text="when the addressee opted out: before it was sent, or by it"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["key"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["mailing", "key"], name="mailing_once_to_an_address")]

    def __str__(self) -> str:
        return f"{self.mailing}: {self.public_id}"
