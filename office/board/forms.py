"""The form of a recorded resolution."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import ModelForm
from office.board.models import Resolution


class ResolutionForm(ModelForm):
    class Meta:
        model = Resolution
        fields = ("body", "number", "adopted_on", "title", "unit")
        labels: ClassVar = {"unit": _("Komórka, która przygotowała uchwałę")}
        widgets = {"adopted_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
