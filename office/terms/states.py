"""Steps of escalation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Step(TextChoices):
    DEPUTY = "deputy", _("zastępca")
    HEAD = "head", _("kierownik")
