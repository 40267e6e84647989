"""Forms of nominations."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.nominations.models import Nomination
from core.web.forms import Form, ModelForm


class NominationForm(ModelForm):
    """Whom an organisation indicates, and why."""

    class Meta:
        model = Nomination
        fields = ("name", "email", "recommendation")
        widgets: ClassVar = {"recommendation": forms.Textarea(attrs={"rows": 5})}
        help_texts: ClassVar = {
            "email": _("Na ten adres wyślemy prośbę o zgodę; osoba odpowie po zalogowaniu na konto z tym adresem."),
            "recommendation": _("Doświadczenie osoby i powód wskazania."),
        }

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class VerifyForm(Form):
    valid_to = forms.DateField(
        label=_("Na liście do"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RefuseForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
