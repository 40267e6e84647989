"""The table of nominations to panels."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competitions.nominations.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine
from ngo.registry.models import Organisation


class NominationQuerySet(models.QuerySet["Nomination"]):
    def pool(self, on: date) -> "NominationQuerySet":
        """Those from whom a panel may be appointed on a day."""
        return self.filter(state=State.LISTED, valid_to__gte=on, user__is_active=True)


class Nomination(models.Model):
    """A person whom an organisation indicates, with its recommendation; the person consents, the office verifies."""

    MACHINE: ClassVar[Machine] = MACHINE
    PERSONAL_FIELDS: ClassVar = ("name", "email", "recommendation")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="nominations")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOMINATED)
    name = models.CharField(_("imię i nazwisko"), max_length=200)
    email = models.EmailField(_("e-mail osoby"))
    recommendation = models.TextField(_("rekomendacja organizacji"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    nominated_at = models.DateTimeField()
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    valid_to = models.DateField(_("na liście do"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-nominated_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state__in=(State.NOMINATED, State.CONSENTED, State.LISTED)),
                name="nomination_once",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("osoba usunięta"))

    @property
    def chain(self) -> str:
        return f"nomination:{self.public_id}"
