"""Forms of privacy: a request for erasure, and the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form


class ErasureForm(Form):
    text = forms.CharField(
        label=_("Czego dotyczy wniosek"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Możesz zostawić puste: wtedy wniosek dotyczy całego konta. Nie musisz podawać powodu."),
    )


class AnswerForm(Form):
    reason = forms.CharField(
        label=_("Uzasadnienie dla tej osoby"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
