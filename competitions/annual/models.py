"""Tables of the annual report: its frozen figures."""

from typing import ClassVar

from django.db import models

from competitions.annual.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine
from ngo.programmes.models import Programme
from office.board.models import Resolution


class AnnualReport(models.Model):
    """The report for the year of a programme; `figures` is the frozen snapshot, so later corrections do not change it."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="annual_report")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PREPARED)
    figures = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(null=True, blank=True)
    resolution = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Sprawozdanie za {self.programme.year} r."

    @property
    def chain(self) -> str:
        return f"annual_report:{self.public_id}"
