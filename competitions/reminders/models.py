"""Tables of reminders (which were given, which a person wants by e-mail) and of alerts of new calls."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition
from competitions.offers.models import Offer
from core.accounts.models import public_id


class Kind(models.TextChoices):
    DRAFT = "draft", _("oferta nie jest złożona, a nabór się kończy")
    CONFIRMATION = "confirmation", _("urząd nie dostał jeszcze podpisanego potwierdzenia")
    CORRECTION = "correction", _("oferta czeka na uzupełnienie, do którego wezwał urząd")
    CARD = "card", _("karta oceny czeka, a jej termin się zbliża")
    LATE_CARD = "late_card", _("termin karty oceny minął")


# Who is reminded of what: people of organisations of their offers, experts of their cards.
OF_EXPERTS = (Kind.CARD, Kind.LATE_CARD)
OF_ORGANISATIONS = tuple(kind for kind in Kind if kind not in OF_EXPERTS)


class Reminder(models.Model):
    """A reminder given to a person. The database itself refuses a second one of the same step before the same term."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    due = models.DateTimeField(help_text="the term it was about; a moved one is reminded of anew")
    step = models.PositiveSmallIntegerField(help_text="days before the term; of a late card, after it")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "user", "kind", "due", "step"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.kind} −{self.step}"


class ReminderChoice(models.Model):
    """Whether a person wants reminders of a kind by e-mail; without a row they do. The desk shows them all."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    by_email = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="reminder_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class CallAlert(models.Model):
    """A person wants a letter when a call opens: in some spheres and counties, or in any where the list is empty."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    spheres = models.JSONField(_("rodzaje zadań"), default=list, help_text="codes of art. 4 ust. 1")
    counties = models.JSONField(_("powiaty"), default=list, help_text="TERYT codes")
    since = models.DateTimeField(help_text="calls announced earlier are no news")

    def __str__(self) -> str:
        return self.public_id

    @property
    def chain(self) -> str:
        return f"alert:{self.public_id}"


class AlertedCall(models.Model):
    """A call that an alert told of; the database itself refuses to tell of it twice."""

    alert = models.ForeignKey(CallAlert, on_delete=models.CASCADE, related_name="calls")
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["alert", "competition"], name="alerted_once")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.competition_id}"
