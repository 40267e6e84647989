"""Forms of the list of experts: fields and limit, days away, reasons, what is asked of the list."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.experts.models import Expert
from competitions.experts.states import State
from core.web.forms import Form
from law.spheres import spheres


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LimitForm(Form):
    """The most cards that the expert takes in one competition."""

    limit = forms.IntegerField(
        label=_("Najwięcej kart w jednym konkursie"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Puste: bez limitu."),
    )


class ExpertForm(LimitForm):
    """What the office keeps of an expert: fields and limit."""

    spheres = forms.MultipleChoiceField(label=_("Dziedziny"), widget=forms.CheckboxSelectMultiple)

    field_order = ("spheres", "limit")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spheres"].choices = [  # type: ignore[attr-defined]
            (each.code, f"{each.code}. {each.name}") for each in spheres(on)
        ]


class AbsenceForm(Form):
    away_from = forms.DateField(label=_("Od"), widget=_day())
    away_to = forms.DateField(label=_("Do (włącznie)"), widget=_day())


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Powód, który zobaczy ekspert"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExpertFilter(Form):
    """What the office asks of the list."""

    stan = forms.ChoiceField(label=_("Stan"), required=False, choices=[("", _("wszystkie")), *State.choices])
    dziedzina = forms.ChoiceField(
        label=_("Dziedzina"),
        required=False,
        choices=[("", _("wszystkie")), *((each.code, f"{each.code}. {each.name}") for each in spheres())],
    )

    def narrowed(self, rows: "QuerySet[Expert]") -> list[Expert]:
        """The experts that fit; what is no value narrows nothing. The list is short: fields are compared here."""
        self.is_valid()
        if state := self.cleaned_data.get("stan"):
            rows = rows.filter(state=state)
        code = self.cleaned_data.get("dziedzina")
        return [each for each in rows if not code or code in each.spheres]
