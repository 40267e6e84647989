"""Forms of contracts with experts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.contracts.models import Contract
from core.web.forms import Form, ModelForm


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ContractForm(ModelForm):
    """The terms of a contract."""

    class Meta:
        model = Contract
        fields = ("number", "valid_from", "valid_to", "rate", "max_cards")
        widgets: ClassVar = {"valid_from": _day(), "valid_to": _day()}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SignForm(Form):
    signed_on = forms.DateField(label=_("Data podpisania"), widget=_day())


class EndForm(Form):
    reason = forms.CharField(label=_("Powód zakończenia"), max_length=500)


class PayForm(Form):
    paid_on = forms.DateField(label=_("Data wypłaty"), widget=_day())
