"""Tables of offers: the draft's content, the frozen versions, and rows derived from them for queries."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition, SubTask
from competitions.offers import checksum
from competitions.offers.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine
from ngo.registry.models import Organisation


class Offer(models.Model):
    """An offer of one organisation; `content` follows the versioned form in law/forms. Amounts in PLN."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    subtask = models.ForeignKey(SubTask, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    # TERYT codes of the counties in which the task is done, where the competition is for some of them only.
    counties = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    number = models.PositiveIntegerField(
        _("numer w konkursie"),
        null=True,
        blank=True,
        help_text="a counter: no organisation sees it before the deadline",
    )
    receipt = models.CharField(_("numer oferty"), max_length=9, blank=True, help_text="random, given with the number")
    title = models.CharField(_("tytuł zadania publicznego"), max_length=250, blank=True)
    content = models.JSONField(default=dict)
    row_keys = models.JSONField(default=dict, help_text="code of a table → the keys of its rows, in their order")
    revision = models.PositiveIntegerField(default=0, help_text="grows with every saved change of the draft")
    requested = models.DecimalField(_("wnioskowana dotacja [zł]"), max_digits=12, decimal_places=2, default=0)
    total_cost = models.DecimalField(_("koszt zadania [zł]"), max_digits=12, decimal_places=2, default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    late_at = models.DateTimeField(
        null=True, blank=True, help_text="last saved after the deadline: the text is kept, never submitted"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checksum = models.CharField(_("suma kontrolna"), max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmation_channel = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["competition", "number", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["competition", "state"]),
            models.Index(fields=["organisation", "state"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "number"], name="offer_number_once"),
            models.UniqueConstraint(fields=["receipt"], condition=~models.Q(receipt=""), name="offer_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("oferta bez tytułu"))

    @property
    def chain(self) -> str:
        return f"offer:{self.public_id}"

    @property
    def pool(self) -> Decimal:
        """The money that the offer competes for, in PLN: that of its sub-task, or of the whole competition."""
        return self.subtask.pool if self.subtask else self.competition.pool

    @property
    def grant_bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The lowest and the highest grant, in PLN: those of the sub-task where it has any, else of the competition."""
        low, high = (self.subtask.min_grant, self.subtask.max_grant) if self.subtask else (None, None)
        return (
            self.competition.min_grant if low is None else low,
            self.competition.max_grant if high is None else high,
        )


class OfferVersion(models.Model):
    """A submitted version, frozen: content, the organisation's data of that day, checksum; never changed."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    organisation = models.JSONField(help_text="the organisation's data as they were at submission (form section II)")
    partners = models.JSONField(
        default=list, help_text="the data of the other organisations of a joint offer, likewise"
    )
    attachments = models.JSONField(
        default=list,
        help_text="public_id, title, name, size (bytes) and sha256 of each file that was submitted with it",
    )
    form_version = models.CharField(max_length=20)
    scope = models.JSONField(
        default=dict, help_text='{"subtask": its number or null, "counties": codes}; {} before form 2 of the checksum'
    )
    canonical_form = models.PositiveSmallIntegerField(
        default=1,
        help_text="the form in which the checksum was made (offers/checksum.py); it is checked in it for ever",
    )
    checksum = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    needs_confirmation = models.BooleanField(default=True, help_text="before the agreement; a corrected one may not")
    confirmation_due = models.DateTimeField(
        null=True, blank=True, help_text="a term of its own; empty: that of the competition"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "number"], name="offer_version_once")]

    def __str__(self) -> str:
        return f"{self.offer_id} v{self.number}"

    @property
    def due(self) -> datetime | None:
        """Until when its signed confirmation has to come; None when nobody has to sign it."""
        if not self.needs_confirmation:
            return None
        return self.confirmation_due or self.offer.competition.confirmation_due

    @property
    def files(self) -> list[tuple[str, str]]:
        """Name and SHA-256 of every file, as they are summed."""
        return [(each["name"], each["sha256"]) for each in self.attachments]

    def canonical(self) -> bytes:
        """The bytes whose SHA-256 is the checksum, in the form in which that was made."""
        return checksum.canonical(self.content, self.files, self.scope if self.canonical_form > 1 else None)

    @property
    def spoken_checksum(self) -> str:
        """The checksum in groups of four, as it stands on the confirmation."""
        return checksum.spoken(self.checksum)


class Partner(models.Model):
    """Another organisation of a joint offer (art. 14 ust. 2): invited by who writes it, part of it once who signs for it agreed."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    agreed_checksum = models.CharField(
        max_length=64,
        blank=True,
        help_text="the content agreed to once the offer had been withdrawn; empty: that of its first submission",
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "organisation"], name="partner_once")]

    def __str__(self) -> str:
        return self.organisation.name


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def current(self) -> "AttachmentQuerySet":
        """The files that go with an offer as it stands."""
        return self.filter(pending=False, replaced_at=None)


class Attachment(models.Model):
    """A file that goes with an offer; it is added and removed while the offer is a draft, and frozen with it.

    One that is added in a correction is `pending` until that is submitted; the file whose place it takes then stays for the
    versions that had it.

    While `quarantined` nobody gets the file: the scanner was silent when it came, and has not looked into it yet. A `threat`
    that it found then is kept in words; the file itself is not.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField(_("co to za dokument"), max_length=200)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pending = models.BooleanField(default=False, help_text="of a correction that is not submitted yet")
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="a correction put another file in its place")
    quarantined = models.BooleanField(default=False)
    threat = models.CharField(max_length=80, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "title", "sha256"], name="attachment_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CostLine(models.Model):
    """A cost row of the frozen offer (form table V.A), for sums and later settlement. Amounts in PLN."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="costs")
    code = models.CharField(max_length=12)
    administrative = models.BooleanField()
    name = models.CharField(max_length=500)
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Indicator(models.Model):
    """A planned result of the frozen offer (form table III.6)."""

    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="indicators")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    target = models.CharField(max_length=200)
    monitoring = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return self.name
