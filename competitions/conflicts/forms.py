"""Forms about links: a role in an organisation, its last day, a mistake, the statement that all are declared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.conflicts.models import Role, Statement
from competitions.conflicts.queries import find_organisation
from core.web.forms import Form, ModelForm
from law import identity

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LinkForm(Form):
    role = forms.ChoiceField(label=_("Powiązanie"), choices=Role.choices)
    organisation = forms.CharField(
        label=_("Organizacja"),
        max_length=400,
        help_text=_("Numer KRS, NIP, REGON albo pełna nazwa. Nazwę organizacji spoza bazy też zapiszemy."),
    )
    since = forms.DateField(label=_("Od kiedy"), widget=DAY, required=False)
    until = forms.DateField(
        label=_("Do kiedy"), widget=DAY, required=False, help_text=_("Puste, jeżeli powiązanie trwa.")
    )

    def values(self) -> dict[str, Any]:
        """As `actions.link` takes them."""
        given = dict(self.cleaned_data)
        name = given.pop("organisation")
        return {**given, "organisation": find_organisation(name), "organisation_name": name}


class StaffLinkForm(LinkForm):
    basis = forms.CharField(
        label=_("Skąd to wiadomo"),
        max_length=300,
        help_text=_("Na przykład: odpis z KRS z 20 listopada 2026 r. Zobaczy to osoba, której wpis dotyczy."),
    )


class EndForm(Form):
    on = forms.DateField(label=_("Ostatni dzień"), widget=DAY)


class RetractForm(Form):
    reason = forms.CharField(label=_("Dlaczego wpis był pomyłką"), max_length=300)


class StatementForm(ModelForm):
    """The statement, with what is compared with the data of organisations."""

    class Meta:
        model = Statement
        fields = ("phone", "bank_account", "street", "postcode", "city")

    complete = forms.BooleanField(
        label=_(
            "Oświadczam, że wpisałem(-am) wszystkie swoje powiązania z organizacjami: te, które trwają, i te, "
            "które skończyły się w ostatnich latach."
        )
    )

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"]
        try:
            return identity.postcode(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(_("Wpisz kod pocztowy w postaci 90-051.")) from error

    def clean_bank_account(self) -> str:
        typed = self.cleaned_data["bank_account"]
        try:
            return identity.iban(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(_("To nie jest numer rachunku: sprawdź 26 cyfr albo IBAN.")) from error

    def values(self) -> dict[str, str]:
        """As `actions.state_links` takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
