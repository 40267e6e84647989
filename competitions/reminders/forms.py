"""Forms of a person's choices: reminders by e-mail, alerts of calls."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.calls.filters import county_choices, sphere_choices
from competitions.reminders.models import Kind
from core.web.forms import Form


class ChoicesForm(Form):
    """A box for every kind: ticked, it comes by e-mail too."""

    def __init__(self, data: Any, *, kinds: Sequence[Kind], chosen: Mapping[str, bool]) -> None:
        super().__init__(data)
        for kind in kinds:
            self.fields[kind.value] = forms.BooleanField(
                label=str(kind.label).capitalize(), required=False, initial=chosen[kind.value]
            )


class AlertForm(Form):
    """Which calls one wants to hear of; nothing ticked is all of them."""

    spheres = forms.MultipleChoiceField(
        label=_("Rodzaje zadań"),
        choices=sphere_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nie zaznaczaj żadnego, jeżeli chcesz dostawać listy o wszystkich."),
    )
    counties = forms.MultipleChoiceField(
        label=_("Powiaty"),
        choices=county_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Konkurs dla całego województwa pasuje do każdego powiatu."),
    )
