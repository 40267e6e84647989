"""Forms of the annual report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from office.board.models import Body, Resolution


class SubmitForm(Form):
    resolution = forms.ModelChoiceField(label=_("Uchwała Zarządu"), queryset=Resolution.objects.none())
    submitted_on = forms.DateField(
        label=_("Data przedłożenia Sejmikowi"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = Resolution.objects.standing().filter(body=Body.BOARD)  # type: ignore[attr-defined]
