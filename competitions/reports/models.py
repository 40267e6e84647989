"""The table of final reports."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.agreements.models import Agreement
from competitions.reports.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine


class Report(models.Model):
    """The final report on an agreement; `content` follows the versioned form in law/forms. Amounts in PLN."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    form_version = models.CharField(max_length=20)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    spent_total = models.DecimalField(_("poniesione wydatki [zł]"), max_digits=12, decimal_places=2, default=0)
    spent_grant = models.DecimalField(_("wydatki z dotacji [zł]"), max_digits=12, decimal_places=2, default=0)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{_('Sprawozdanie z umowy')} {self.agreement.number}"

    @property
    def chain(self) -> str:
        return self.agreement.chain
