"""Tables of contracts with experts: the contract with its pay for a card, bills, the cards of each bill."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition
from competitions.contracts.states import BILL, CONTRACT, BillState, State
from competitions.evaluation.models import ScoreCard
from competitions.experts.models import Expert
from core.accounts.models import public_id
from core.workflow.machine import Machine


class Contract(models.Model):
    """What the office and an expert agreed: for which days, at most how many cards, how much for each (PLN, gross)."""

    MACHINE: ClassVar[Machine] = CONTRACT

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="contracts")
    number = models.CharField(_("numer umowy"), max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    valid_from = models.DateField(_("od"))
    valid_to = models.DateField(_("do"))
    rate = models.DecimalField(
        _("wynagrodzenie za jedną kartę oceny [zł brutto]"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    max_cards = models.PositiveSmallIntegerField(_("najwięcej kart w czasie umowy"), validators=[MinValueValidator(1)])
    prepared_at = models.DateTimeField()
    signed_on = models.DateField(_("data podpisania"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="contract_days")
        ]

    def __str__(self) -> str:
        return str(_("Umowa nr %(number)s") % {"number": self.number})

    @property
    def chain(self) -> str:
        return f"contract:{self.public_id}"


class Bill(models.Model):
    """What is owed for the cards of one competition: their number times the pay of the contract."""

    MACHINE: ClassVar[Machine] = BILL

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="bills")
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BillState.choices, default=BillState.ISSUED)
    count = models.PositiveSmallIntegerField()
    rate = models.DecimalField(max_digits=8, decimal_places=2)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    issued_at = models.DateTimeField()
    paid_on = models.DateField(_("data wypłaty"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-issued_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="bill_number_once"),
            models.CheckConstraint(condition=Q(amount=F("count") * F("rate")), name="bill_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.contract.number}"

    @property
    def chain(self) -> str:
        return self.contract.chain


class BillLine(models.Model):
    """A card that a bill pays for; the database lets no card be paid for twice."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="lines")
    card = models.OneToOneField(ScoreCard, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.bill_id}: {self.card_id}"
