"""The form of a person's choices."""

from collections.abc import Mapping
from typing import Any

from django import forms

from competitions.reminders.models import Kind


class ChoicesForm(forms.Form):
    """A box for every kind: ticked, it comes by e-mail too."""

    def __init__(self, data: Any, *, chosen: Mapping[str, bool]) -> None:
        super().__init__(data)
        for kind in Kind:
            self.fields[kind.value] = forms.BooleanField(
                label=str(kind.label).capitalize(), required=False, initial=chosen[kind.value]
            )
