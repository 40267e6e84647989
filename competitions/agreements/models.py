"""Tables of agreements and payments."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.agreements.states import MACHINE, State
from competitions.offers.models import Offer, OfferVersion
from core.accounts.models import public_id
from core.workflow.machine import Machine
from office.cases.models import Case


class Agreement(models.Model):
    """An agreement on the realisation of a public task; `version` is the offer it contains. Amounts in PLN."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="agreement")
    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PREPARED)
    number = models.CharField(_("numer umowy"), max_length=60, unique=True)
    amount = models.DecimalField(_("kwota dotacji [zł]"), max_digits=12, decimal_places=2)
    total_cost = models.DecimalField(_("koszt zadania [zł]"), max_digits=12, decimal_places=2)
    task_from = models.DateField()
    task_to = models.DateField()
    use_until = models.DateField(_("termin wykorzystania dotacji"))
    report_due = models.DateField(_("termin sprawozdania"))
    account = models.CharField(_("rachunek bankowy"), max_length=34)
    organisation_signatories = models.CharField(_("podpisują za organizację"), max_length=500, blank=True)
    office_signatories = models.CharField(_("podpisują za Województwo"), max_length=500, blank=True)
    treasurer = models.CharField(_("kontrasygnata skarbnika"), max_length=200, blank=True)
    prepared_at = models.DateTimeField()
    signed_on = models.DateField(_("data zawarcia"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    PERSONAL_FIELDS: ClassVar = ("account", "organisation_signatories", "office_signatories", "treasurer")

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        return self.offer.chain


class Payment(models.Model):
    """A tranche that was transferred; it counts for the year of its day. Amount in PLN."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="payments")
    tranche = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("data przelewu"))
    reference = models.CharField(_("oznaczenie przelewu"), max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["tranche"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "tranche"], name="tranche_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} #{self.tranche}"
