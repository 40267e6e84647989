"""Forms of agreements: preparing, signatures, payment."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from law.identity import InvalidIdentifier, iban

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PrepareForm(Form):
    account = forms.CharField(label=_("Rachunek bankowy organizacji (IBAN)"), max_length=40)
    organisation_signatories = forms.CharField(
        label=_("Kto podpisuje za organizację (imię, nazwisko, funkcja)"), max_length=500
    )

    def clean_account(self) -> str:
        try:
            return iban(self.cleaned_data["account"])
        except InvalidIdentifier as error:
            raise forms.ValidationError(str(error)) from error


class SignForm(Form):
    signed_on = forms.DateField(label=_("Data ostatniego podpisu"), widget=DAY)
    organisation_signatories = forms.CharField(label=_("Podpisali za organizację"), max_length=500)
    office_signatories = forms.CharField(
        label=_("Podpisali za Województwo (marszałek i członek zarządu)"), max_length=500
    )
    treasurer = forms.CharField(label=_("Kontrasygnata skarbnika"), max_length=200)


class PaymentForm(Form):
    amount = forms.DecimalField(label=_("Kwota [zł]"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    paid_on = forms.DateField(label=_("Data obciążenia rachunku"), widget=DAY)
    reference = forms.CharField(label=_("Oznaczenie przelewu"), max_length=100, required=False)
