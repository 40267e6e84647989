"""The form of the survey: a scale for each question, one open text; the reason of a removal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from office.surveys.schema import SCALE, Service

OPEN = "uwagi"


class SurveyForm(Form):
    """One field for each question of a service."""

    form_token = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, service: Service, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.service = service
        for code, text in service.questions:
            self.fields[f"q-{code}"] = forms.TypedChoiceField(
                label=text,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Zaznacz ocenę.")},
            )
        self.fields[OPEN] = forms.CharField(
            label=_("Co możemy poprawić?"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "Nie podawaj nazwisk, telefonów, adresów ani numerów spraw. Tekst przeczytają tylko pracownicy."
            ),
        )

    @property
    def scores(self) -> dict[str, int]:
        """The score of each question."""
        return {code: self.cleaned_data[f"q-{code}"] for code, _text in self.service.questions}


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
